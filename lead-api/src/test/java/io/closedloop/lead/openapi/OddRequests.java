package io.closedloop.lead.openapi;

import io.closedloop.lead.openapi.Described.Field;
import io.closedloop.lead.openapi.Described.Operation;
import io.closedloop.lead.openapi.Draft.Broken;
import io.closedloop.lead.reporting.SealedCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/** Requests that are whole, but odd: what they ask for is at the edge of what can be asked for. */
final class OddRequests extends RequestsByChance {
    private static final Pattern NEXT_CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
    private static final String LEADS_WITHOUT_FILTERS =
            "leads by registration\n[INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, CLOSED_WON, CLOSED_LOST, NURTURE, DISQUALIFIED] [] null null";

    /** Cursors that the service gave out. */
    private final List<String> cursors = new ArrayList<>();

    private final BrokenBodies bodies;

    OddRequests(Described api, Random random, String key, List<UUID> leads) {
        super(api, random, key, leads);
        this.bodies = new BrokenBodies(api, random, key, leads);
    }

    /** Takes what can be sent again out of an answer. */
    void learn(String answer) {
        Matcher cursor = NEXT_CURSOR.matcher(answer);
        if (cursor.find()) {
            cursors.add(cursor.group(1));
        }
    }

    /** A request whose form is right, or nearly: what it asks for is at the edge of what can be asked for. */
    Broken next() {
        Operation operation = oneOf(
                api.operations().stream().filter(OddRequests::isWorthAsking).toList());
        if (operation.path().endsWith("/explain") && random.nextInt(3) > 0) {
            // They take long, and are asked as everything else of a report is.
            return next();
        }
        var request = draft(operation);
        // One that is there.
        request.path =
                request.path.replace(request.id, leads.get(random.nextInt(3)).toString());
        if (operation.method().equals("GET")) {
            return oddQuestion(request);
        }
        return Draft.JSON_TYPE.equals(operation.bodyType()) ? oddCommand(request) : bodies.lines(request);
    }

    /** What changes nothing, and is about what there is: of things that have an id, the tests make leads alone. */
    private static boolean isWorthAsking(Operation operation) {
        boolean found = !operation.path().contains("{")
                || operation.path().contains("{leadId}")
                || operation.path().contains("{report}");
        return operation.path().startsWith("/v1/")
                && found
                && (operation.method().equals("GET") || isHarmless(operation));
    }

    /** Whether it can be sent without that anything comes of it. */
    private static boolean isHarmless(Operation operation) {
        return operation.takes("query", "dryRun")
                || operation.path().equals("/v1/commands")
                || operation.path().equals("/v1/leads/search");
    }

    private Broken oddQuestion(Draft request) {
        List<JsonNode> parameters = request.operation.parameters("query").toList();
        int wanted = parameters.isEmpty() ? 0 : random.nextInt(3);
        for (int i = 0; i < wanted; i++) {
            String name = oneOf(parameters).required("name").asString();
            List<String> values = OddValues.VALUES.getOrDefault(name, List.of("", "x", "é"));
            request.query.put(
                    name.replace("attr.*", oneOf("attr.segment", "attr.é", "attr." + "n".repeat(100)))
                            .replace("key.*", oneOf("key.channel", "key.month", "key.attr.x.null", "key.")),
                    name.equals("cursor") ? cursor(request) : oneOf(values));
        }
        if (request.operation.takes("query", "cursor") && random.nextInt(4) == 0) {
            request.query.put("cursor", cursor(request));
        }
        if (request.path.startsWith("/v1/reports/")
                && request.path.matches(".*/(leads|explain)")
                && random.nextInt(4) > 0) {
            request.path = request.path.replaceFirst("/v1/reports/[^/]+", "/v1/reports/funnel");
            request.query.put("stage", oneOf("INQUIRY", "MQL", "SQL"));
            if (request.path.endsWith("/explain")) {
                request.query.put("asOf", "2026-01-01T00:00:00Z");
            }
        }
        switch (random.nextInt(4)) {
            case 0 -> request.headers.put("Accept", oneOf(OddValues.ACCEPTED));
            case 1 ->
                request.headers.put("Accept", oneOf(OddValues.ACCEPTED) + "\r\nAccept: " + oneOf(OddValues.ACCEPTED));
            case 2 -> {
                List<String> types = List.copyOf(request.operation
                        .description()
                        .at("/responses/200/content")
                        .propertyNames());
                if (!types.isEmpty()) {
                    request.headers.put("Accept", oneOf(types));
                }
            }
            default -> {
                // What everybody sends who sends nothing.
            }
        }
        // Whichever type it comes to: a stream of what happens does not end.
        request.endless = request.path.equals("/v1/events");
        return request.broken(
                "odd " + request.query + " " + request.headers.get("Accept"),
                Set.of(200, 304, 400, 404, 406, 429, 503));
    }

    /** One that the service gave out, one that was changed, or one that somebody made who knows how it is done. */
    private String cursor(Draft request) {
        long[] numbers = new long[] {anyNumber(), anyNumber(), anyNumber()};
        return switch (random.nextInt(4)) {
            case 0 -> cursors.isEmpty() ? "x" : oneOf(cursors);
            case 1 -> {
                var changed = new StringBuilder(cursors.isEmpty() ? "AAAAAAAA" : oneOf(cursors));
                changed.setCharAt(random.nextInt(changed.length()), oneOf('A', 'B', '-', '=', '%', '\u00e9'));
                yield changed.toString();
            }
            case 2 -> SealedCursor.text(LEADS_WITHOUT_FILTERS, numbers);
            default ->
                request.path.endsWith("/history")
                        ? checked("history of %s|%s"
                                .formatted(request.id, oneOf("-1", "0", "1", "2", "99", "x", "" + numbers[0])))
                        : checked("suppressions|%d|%s|%s|%d"
                                .formatted(
                                        numbers[0],
                                        oneOf(request.id, "x"),
                                        oneOf(
                                                "2026-01-01T00:00:00Z",
                                                "+1000000000-12-31T23:59:59Z",
                                                "yesterday",
                                                "-0001-01-01T00:00:00Z"),
                                        numbers[1]));
        };
    }

    private static String checked(String parts) {
        var crc = new CRC32();
        crc.update(parts.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((parts + "|" + Long.toHexString(crc.getValue())).getBytes(StandardCharsets.UTF_8));
    }

    private long anyNumber() {
        return switch (random.nextInt(5)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> Long.MIN_VALUE;
            case 2 -> -1;
            case 3 -> random.nextInt(100);
            default -> random.nextLong();
        };
    }

    /** What is sent is nearly right, as a dry run, or wrong beyond doubt, and then under a key as well. */
    private Broken oddCommand(Draft request) {
        boolean command = request.operation.takes("query", "dryRun");
        List<Field> fields = api.fields(request.operation);
        boolean beyondDoubt = false;
        if (fields.stream().anyMatch(field -> field.steps().equals(List.of("attributes"))) && random.nextInt(2) == 0) {
            request.raw("attributes", "{\"n\": %s}".formatted(oneOf(OddValues.HUGE_NUMBERS)));
            beyondDoubt = true;
        } else if (request.path.equals("/v1/leads") && random.nextInt(2) == 0) {
            request.put(List.of("contact", "email"), Draft.JSON.valueToTree("a@" + oneOf(OddValues.LONG_DOMAINS)));
            beyondDoubt = true;
        } else if (!command) {
            request.json().removeAll();
            if (random.nextBoolean()) {
                request.json().put("email", "a@" + oneOf(oneOf(OddValues.LONG_DOMAINS), "example.com"));
            } else {
                request.json()
                        .put(
                                "phone",
                                oneOf(
                                        oneOf(OddValues.ODD_TEXTS),
                                        "+5511987654321",
                                        "+" + "9".repeat(300),
                                        "tel:+1;ext=" + "9".repeat(50)));
            }
        } else if (!fields.isEmpty() && random.nextInt(3) > 0) {
            List<Field> texts = fields.stream()
                    .filter(field -> field.types().contains("string"))
                    .toList();
            request.put(
                    oneOf(texts).steps(),
                    Draft.JSON.valueToTree(oneOf(
                            "é".repeat(100),
                            "2026-01-01T00:00:00Z",
                            "0",
                            "-1",
                            "9".repeat(15),
                            "x",
                            "POOR_FIT",
                            "WEB",
                            " a ")));
        }
        if (command && (!beyondDoubt || random.nextBoolean())) {
            request.query.put("dryRun", "true");
        }
        if (command && random.nextBoolean()) {
            request.headers.put("Idempotency-Key", UUID.randomUUID().toString());
        }
        return request.broken(
                "odd command", beyondDoubt ? Set.of(400, 404, 422) : Set.of(200, 400, 403, 404, 409, 413, 422));
    }
}
