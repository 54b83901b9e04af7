package io.closedloop.lead.openapi;

import io.closedloop.lead.openapi.Described.Field;
import io.closedloop.lead.openapi.Draft.Broken;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Requests that are broken in their bodies: as JSON, as what the API describes, or as lines of commands. */
final class BrokenBodies extends RequestsByChance {
    BrokenBodies(Described api, Random random, String key, List<UUID> leads) {
        super(api, random, key, leads);
    }

    /** Breaks a request in its body. */
    Broken next(Draft request) {
        if (!Draft.JSON_TYPE.equals(request.operation.bodyType())) {
            return lines(request);
        }
        return switch (random.nextInt(8)) {
            case 0 -> wrongType(request);
            case 1 -> unknownField(request);
            case 2 -> missingField(request);
            case 3 -> wrongValue(request);
            case 4 -> oddText(request);
            default -> wrongBytes(request);
        };
    }

    private Broken wrongType(Draft request) {
        Field field = oneOf(api.fields(request.operation));
        var values = new LinkedHashMap<String, Object>();
        values.put("string", "x");
        values.put("integer", 1);
        values.put("boolean", true);
        values.put("array", List.of(1));
        values.put("object", Map.of("x", Map.of("y", 1)));
        values.keySet().removeAll(field.types());
        if (field.types().contains("number")) {
            values.remove("integer");
        }
        Object value = oneOf(new ArrayList<>(values.values()));
        request.put(field.steps(), Draft.JSON.valueToTree(value));
        return request.broken("%s is %s".formatted(field.steps(), value), Set.of(400));
    }

    private Broken unknownField(Draft request) {
        request.json().put("unknown" + random.nextInt(1000), 1);
        return request.broken("an unknown field", Set.of(400));
    }

    private Broken missingField(Draft request) {
        List<Field> required = api.fields(request.operation).stream()
                .filter(field -> field.required() && field.steps().size() == 1)
                .toList();
        if (required.isEmpty()) {
            return unknownField(request);
        }
        String name = oneOf(required).steps().getFirst();
        if (random.nextBoolean()) {
            request.json().remove(name);
        } else {
            request.json().putNull(name);
        }
        return request.broken(name + " is missing", Set.of(422));
    }

    private Broken wrongValue(Draft request) {
        Predicate<Field> bound = field -> field.types().contains("string")
                && (api.objectOf(field.schema()).has("enum") || field.schema().has("format"));
        List<Field> fields =
                api.fields(request.operation).stream().filter(bound).toList();
        if (fields.isEmpty()) {
            return missingField(request);
        }
        Field field = oneOf(fields);
        String value = oneOf("", "nonsense", "1", "2026-13-01T00:00:00Z", "yesterday", "00000000", "inquiry");
        request.put(field.steps(), Draft.JSON.valueToTree(value));
        return request.broken("%s is '%s'".formatted(field.steps(), value), Set.of(422));
    }

    /** An odd text may be a good one: a lead's note, for example. */
    private Broken oddText(Draft request) {
        List<Field> texts = api.fields(request.operation).stream()
                .filter(field -> field.types().contains("string"))
                .toList();
        if (texts.isEmpty() || !request.operation.takes("query", "dryRun")) {
            return unknownField(request);
        }
        Field field = oneOf(texts);
        String value = oneOf(OddValues.ODD_TEXTS);
        request.put(field.steps(), Draft.JSON.valueToTree(value));
        request.query.put("dryRun", "true");
        return request.broken("%s is '%s'".formatted(field.steps(), value), Set.of(200, 400, 403, 404, 409, 413, 422));
    }

    private Broken wrongBytes(Draft request) {
        byte[] right = request.body();
        String text = new String(right, StandardCharsets.UTF_8);
        byte[] wrong = switch (random.nextInt(9)) {
            case 0 -> text.substring(0, random.nextInt(text.length())).getBytes(StandardCharsets.UTF_8);
            case 1 -> (text + oneOf("x", "{}", "]", ",", "\u0000")).getBytes(StandardCharsets.UTF_8);
            case 2 -> text.getBytes(StandardCharsets.UTF_16);
            case 3 -> new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
            case 4 -> ("{\"note\": 1, \"note\": 1," + text.substring(1)).getBytes(StandardCharsets.UTF_8);
            case 5 -> "[".repeat(20_000).getBytes(StandardCharsets.UTF_8);
            case 6 ->
                oneOf("null", "1", "\"x\"", "[]", "true", "NaN", "{'a':1}", "<x/>")
                        .getBytes(StandardCharsets.UTF_8);
            case 7 -> " ".repeat(300_000).getBytes(StandardCharsets.UTF_8);
            default -> {
                byte[] flipped = right.clone();
                flipped[random.nextInt(flipped.length)] = (byte) (128 + random.nextInt(128));
                yield flipped;
            }
        };
        request.bytes = wrong;
        return request.broken("bytes", Set.of(400, 413));
    }

    /** Lines of commands, most of them wrong. */
    Broken lines(Draft request) {
        var lines = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            lines.writeBytes(oneOf(
                            "{}",
                            "x",
                            "null",
                            "[]",
                            "{\"command\": 1}",
                            "{\"command\": \"Unknown\"}",
                            "{\"command\": \"RegisterLead\"}",
                            "{\"command\": \"RegisterLead\", \"source\": 1}",
                            "{\"command\": \"RegisterLead\", \"source\": {\"channel\": \"WEB\"}, \"unknown\": 1}",
                            "{\"command\": \"AcceptLead\", \"leadId\": \"x\", \"rep\": \"r\"}",
                            "{\"command\": \"AcceptLead\", \"leadId\": \"%s\", \"rep\": \"\"}".formatted(oneOf(leads)),
                            "{\"command\": \"AcceptLead\", \"externalRef\": {\"system\": \"x\", \"id\": \"\ud83d\"}, \"rep\": \"r\"}",
                            "{\"command\": \"LiftSuppression\", \"suppressionId\": \"%s\"}"
                                    .formatted(UUID.randomUUID()),
                            "{\"command\": \"QualifyMarketing\", \"leadId\": \"%s\", \"idempotencyKey\": \"\"}"
                                    .formatted(UUID.randomUUID()),
                            "[".repeat(2_000),
                            "{\"command\": \"RegisterLead\", \"contact\": {\"email\": \"a@%s\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"OTHER\"}}"
                                    .formatted(oneOf(OddValues.LONG_DOMAINS)),
                            "{\"command\": \"UpdateAttributes\", \"leadId\": \"%s\", \"attributes\": {\"n\": %s}, \"idempotencyKey\": \"%s\"}"
                                    .formatted(oneOf(leads), oneOf(OddValues.HUGE_NUMBERS), UUID.randomUUID()),
                            "{\"command\": \"UpdateContact\", \"leadId\": \"%s\", \"contact\": {\"email\": \"a@%s\"}}"
                                    .formatted(oneOf(leads), oneOf(OddValues.LONG_DOMAINS)),
                            "{\"command\": \"%s\"}".formatted("a".repeat(10_000)))
                    .getBytes(StandardCharsets.UTF_8));
            if (random.nextInt(5) == 0) {
                lines.writeBytes(new byte[] {(byte) 0xff, (byte) 0xc0});
            }
            lines.writeBytes(oneOf("\n", "\r\n", "\n\n", "").getBytes(StandardCharsets.UTF_8));
        }
        request.bytes = lines.toByteArray();
        return request.broken("lines", Set.of(200));
    }
}
