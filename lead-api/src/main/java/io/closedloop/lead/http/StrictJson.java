package io.closedloop.lead.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads what callers send: UTF-8, with or without a byte order mark, JSON to the letter, no unknown or repeated names,
 * no value taken for one of another type. What it refuses it refuses as a 400 {@code malformed-request} that points at
 * the place.
 */
public final class StrictJson {
    /** Deep enough for every request there is; beyond it a body is an attack on the stack. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_DIGITS = 200;

    /** As many wrong places are named at once, each found by reading the body once more. */
    private static final int MAX_PLACES = 20;
    /**
     * Far beyond every number that a field takes, which is the field's own to refuse. A larger one is refused before
     * anything reckons with it: written without its exponent it would be as long as that says.
     */
    private static final int MAX_EXPONENT = 999;

    private final JsonMapper mapper = mapper();

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_DIGITS)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(config -> {
                    for (CoercionInputShape empty : List.of(
                            CoercionInputShape.EmptyString,
                            CoercionInputShape.EmptyArray,
                            CoercionInputShape.EmptyObject)) {
                        config.setCoercion(empty, CoercionAction.Fail);
                    }
                })
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert))
                .build();
    }

    /**
     * @return what {@code json} says, never null
     * @throws ProblemException 400 when it is not JSON, not UTF-8, or not what {@code type} takes
     */
    public <T> T read(byte[] json, Class<T> type) {
        return read(json, 0, json.length, type);
    }

    /** As {@link #read(byte[], Class)}, of a part of the bytes. */
    public <T> T read(byte[] json, int offset, int length, Class<T> type) {
        int mark = ByteOrderMark.lengthAt(json, offset, length);
        String text = decode(ByteBuffer.wrap(json, offset + mark, length - mark));
        try {
            requireText(text);
            T value = mapper.readValue(text, type);
            if (value == null) {
                throw ProblemException.malformed(
                        "The body is null instead of an object.", new FieldError("", "is an object"));
            }
            return value;
        } catch (JacksonException e) {
            throw refusals(() -> mapper.readTree(text), type, e);
        }
    }

    /**
     * As {@link #read(byte[], Class)}, of a part of what was read before.
     *
     * @throws ProblemException 400 when it is not what {@code type} takes
     */
    public <T> T read(JsonNode json, Class<T> type) {
        try {
            return mapper.treeToValue(json, type);
        } catch (JacksonException e) {
            throw refusals(json::deepCopy, type, e);
        }
    }

    private static String decode(ByteBuffer bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw ProblemException.malformed("The body is not UTF-8.");
        }
    }

    /**
     * Goes through the whole text once before anything is made of it: its grammar and its names, and that its strings
     * are text and its numbers of a size to reckon with. An escape can write half a surrogate pair or a NUL, neither of
     * which any database keeps as it is.
     */
    private void requireText(String json) {
        try (JsonParser parser = mapper.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if ((token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME)
                        && !isText(parser.getString())) {
                    String pointer = parser.streamReadContext().pathAsPointer().toString();
                    throw ProblemException.malformed(
                            "A string of the body is not Unicode text.",
                            new FieldError(shown(pointer), "contains a NUL or half a surrogate pair"));
                }
                if (token == JsonToken.VALUE_NUMBER_FLOAT && isBeyondReckoning(parser.getString())) {
                    String pointer = parser.streamReadContext().pathAsPointer().toString();
                    throw ProblemException.malformed(
                            "A number of the body has an exponent beyond %d.".formatted(MAX_EXPONENT),
                            new FieldError(
                                    shown(pointer), "has an exponent from -%1$d to %1$d".formatted(MAX_EXPONENT)));
                }
            }
        }
    }

    /** @param number as JSON writes it */
    private static boolean isBeyondReckoning(String number) {
        int e = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (e < 0) {
            return false;
        }
        int exponent = 0;
        for (int i = e + 1; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                exponent = 10 * exponent + (c - '0');
                if (exponent > MAX_EXPONENT) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\0') {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * Jackson stops at the first place that is wrong. So that a caller learns of the others too, each that was found is
     * taken out, and the rest read again.
     *
     * @param json a copy of what was read
     */
    private ProblemException refusals(Supplier<JsonNode> json, Class<?> type, JacksonException first) {
        ProblemException refusal = refusal(first);
        if (first.getPath().isEmpty()) {
            return refusal;
        }
        var places = new ArrayList<>(placesIn(refusal));
        JsonNode rest = treeOrNothing(json);
        JacksonException found = first;
        while (found != null && takeOut(rest, found.getPath()) && places.size() < MAX_PLACES) {
            found = wrongIn(rest, type);
            if (found != null) {
                places.addAll(placesIn(refusal(found)));
            }
        }
        return new ProblemException(refusal.problem().withErrors(places));
    }

    /** Nothing where more than one value was sent: then the first place that is wrong is enough. */
    private static JsonNode treeOrNothing(Supplier<JsonNode> json) {
        try {
            return json.get();
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private @Nullable JacksonException wrongIn(JsonNode json, Class<?> type) {
        try {
            var _ = mapper.treeToValue(json, type);
            return null;
        } catch (JacksonException e) {
            return e;
        }
    }

    private static List<FieldError> placesIn(ProblemException refusal) {
        List<FieldError> places = refusal.problem().errors();
        return places == null ? List.of() : places;
    }

    /** @return whether there was something to take out */
    private static boolean takeOut(JsonNode json, List<JacksonException.Reference> path) {
        JsonNode parent = json;
        for (int i = 0; i < path.size() - 1; i++) {
            JacksonException.Reference step = path.get(i);
            parent =
                    step.getPropertyName() == null ? parent.path(step.getIndex()) : parent.path(step.getPropertyName());
        }
        return !path.isEmpty()
                && switch (parent) {
                    case ObjectNode object -> object.remove(path.getLast().getPropertyName()) != null;
                    // What comes after it keeps its place.
                    case ArrayNode array -> array.set(path.getLast().getIndex(), array.nullNode()) != null;
                    default -> false;
                };
    }

    /** Jackson's own messages quote what was sent, which may be personal data; hence words of our own. */
    private static ProblemException refusal(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown -> {
                String name = shown(unknown.getPropertyName());
                yield ProblemException.malformed(
                        "The field '%s' is unknown here.".formatted(name),
                        new FieldError(pointer(unknown), "is not a field of this request"));
            }
            case MismatchedInputException mismatch
            when mismatch.getPath().isEmpty() ->
                ProblemException.malformed(
                        "The body is not one JSON object, which is what this path takes.",
                        new FieldError("", "is not " + expected(mismatch.getTargetType())));
            case DatabindException mismatch -> {
                Class<?> target = mismatch instanceof MismatchedInputException m ? m.getTargetType() : null;
                yield ProblemException.malformed(
                        "A field has the wrong JSON type.",
                        new FieldError(pointer(mismatch), "is not " + expected(target)));
            }
            case InputCoercionException tooBig ->
                ProblemException.malformed(
                        "A number is too large for its field.",
                        new FieldError(pointer(tooBig), "is not a whole number"));
            case StreamConstraintsException beyond ->
                ProblemException.malformed(
                        String.valueOf(beyond.getOriginalMessage()).contains("depth")
                                ? "The body is nested deeper than %d levels.".formatted(MAX_DEPTH)
                                : "A number of the body has more than %d digits, or a name is far too long."
                                        .formatted(MAX_DIGITS));
            case StreamReadException broken ->
                ProblemException.malformed("The body is not JSON as RFC 8259 has it (%s)%s."
                        .formatted(complaint(broken), location(broken)));
            default -> ProblemException.malformed("The body cannot be read as JSON.");
        };
    }

    private static String complaint(StreamReadException e) {
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate Object property")) {
            return "a name stands twice in one object";
        }
        return message.contains("end-of-input") ? "it ends too early" : "its grammar is broken";
    }

    private static String location(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String pointer(JacksonException e) {
        var pointer = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            pointer.append('/')
                    .append(
                            name == null
                                    ? Integer.toString(step.getIndex())
                                    : shown(name).replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a value of the right type";
        }
        if (type == String.class || type.isEnum()) {
            return "a string";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == long.class || type == int.class || type == Long.class || type == Integer.class) {
            return "a whole number";
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return Iterable.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    private static String shown(String name) {
        return QueryParameters.shown(name);
    }
}
