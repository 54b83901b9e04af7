package io.closedloop.lead.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request's query parameters, read strictly. An endpoint gets them as an argument; its {@code @Parameter}s document
 * which names it takes, so any other has been refused before.
 *
 * <p>Every method that reads a value throws a {@link ProblemException} 400 {@code malformed-request} when the value is
 * wrong or given twice.
 */
public final class QueryParameters {
    /** As an instant, or a date that begins in a zone, is written. */
    public static final String INSTANT_OR_DATE =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$";

    /** As cursors are written. */
    public static final String CURSOR = "^[A-Za-z0-9_=-]+$";

    /** More than any question may have; each is looked for among those that the path knows. */
    private static final int MOST = 2000;

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** The parameters of the request's query, and of nothing else: a body never adds any. */
    public static QueryParameters of(HttpServletRequest request) {
        Object read = request.getAttribute(QueryParameters.class.getName());
        if (read instanceof QueryParameters parameters) {
            return parameters;
        }
        QueryParameters parameters = parse(request.getQueryString());
        request.setAttribute(QueryParameters.class.getName(), parameters);
        return parameters;
    }

    static QueryParameters parse(@Nullable String query) {
        var values = new LinkedHashMap<String, List<String>>();
        if (query != null) {
            int left = MOST;
            for (String pair : query.split("&", -1)) {
                if (!pair.isEmpty()) {
                    if (left-- == 0) {
                        throw ProblemException.malformed("The query has more than %d parameters.".formatted(MOST));
                    }
                    int equals = pair.indexOf('=');
                    String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                    String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
                }
            }
        }
        values.replaceAll((_, list) -> List.copyOf(list));
        return new QueryParameters(Collections.unmodifiableMap(values));
    }

    /** Percent-encoded UTF-8, a plus sign being a space. */
    private static String decode(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw ProblemException.malformed(
                            "The query has a % that is not followed by two hexadecimal digits.");
                }
                bytes[length++] = (byte) (high * 16 + low);
                i += 2;
            } else {
                bytes[length++] = raw[i] == '+' ? (byte) ' ' : raw[i];
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            if (decoded.indexOf('\0') >= 0) {
                throw ProblemException.malformed("The query contains a NUL character, which no text has.");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw ProblemException.malformed("The query is not UTF-8.");
        }
    }

    public Set<String> names() {
        return values.keySet();
    }

    /** All parameters in the order in which they came, each with its values; for what takes free names. */
    public Map<String, List<String>> asMap() {
        return values;
    }

    /** The value, which may be empty; null where the parameter is not given. */
    public @Nullable String text(String name) {
        List<String> given = values.get(name);
        if (given == null) {
            return null;
        }
        if (given.size() > 1) {
            throw wrong(name, "is given %d times, but has one value".formatted(given.size()));
        }
        return given.getFirst();
    }

    /** {@code true} or {@code false}; false where it is not given. */
    public boolean flag(String name) {
        String text = text(name);
        return switch (text) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "is true or false");
        };
    }

    /** {@code true}, {@code false}, or null where it is not given. */
    public @Nullable Boolean truth(String name) {
        return values.containsKey(name) ? flag(name) : null;
    }

    public OptionalLong integer(String name, long min, long max) {
        String text = text(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        String rule = max == Long.MAX_VALUE
                ? "is a whole number from " + min
                : "is a whole number from %d to %d".formatted(min, max);
        if (!text.matches("-?[0-9]{1,19}")) {
            throw wrong(name, rule);
        }
        try {
            long value = Long.parseLong(text);
            if (value < min || value > max) {
                throw wrong(name, rule);
            }
            return OptionalLong.of(value);
        } catch (NumberFormatException e) {
            throw wrong(name, rule);
        }
    }

    public OptionalInt integer(String name, int min, int max) {
        OptionalLong value = integer(name, (long) min, (long) max);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    public @Nullable Instant instant(String name) {
        return read(name, Rfc3339::parse);
    }

    public @Nullable UUID uuid(String name) {
        return read(name, Uuids::parse);
    }

    /** A constant of {@code type} by its name. */
    public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        return read(name, text -> {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("is one of " + List.of(type.getEnumConstants()));
        });
    }

    /** What {@code reader} makes of the value; its {@link IllegalArgumentException} is answered as a 400. */
    public <T> @Nullable T read(String name, Function<String, T> reader) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The refusal of a parameter's value.
     *
     * @param detail a sentence without its full stop; one about the parameter may leave its subject out: "is true or
     *     false"
     */
    public static ProblemException wrong(String name, String detail) {
        String sentence = detail.startsWith("is ") ? "it " + detail : detail;
        return ProblemException.malformed(
                "The query parameter '%s' is refused: %s.".formatted(shown(name), sentence),
                FieldError.ofParameter(shown(name), detail));
    }

    /** A name as an error may repeat it: it comes from the caller, and may be of any length. */
    static String shown(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
