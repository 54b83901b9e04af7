package io.closedloop.lead.openapi;

import io.closedloop.lead.openapi.Described.Field;
import io.closedloop.lead.openapi.Described.Operation;
import io.closedloop.lead.reporting.SealedCursor;
import io.closedloop.lead.reporting.reports.AllReports;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes requests that are broken in one way each, from what the API's description says is right, and others that are
 * whole, but odd. What they must be answered with is known; where a change may leave the request right by chance, it
 * goes as a dry run, which stores nothing either.
 */
final class BrokenRequests {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String JSON_TYPE = "application/json";
    private static final List<String> REPORTS = AllReports.names();
    private static final Pattern NEXT_CURSOR = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
    private static final String LEADS_WITHOUT_FILTERS =
            "leads by registration\n[INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, CLOSED_WON, CLOSED_LOST, NURTURE, DISQUALIFIED] [] null null";
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "\ud800",
            "\u202e",
            "😀".repeat(50),
            "null",
            "'; drop table event; --",
            "${jndi:ldap://x}",
            "<script>alert(1)</script>",
            "../../../etc/passwd",
            "%00%ff",
            "=1+1",
            "\r\nX-Injected: yes",
            "-1",
            "1e999999999",
            "9".repeat(400),
            "a".repeat(5_000),
            "é".repeat(40_000),
            "0000-00-00T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "9999-12-31T23:59:59.999999999-18:00");

    /** None of them is one that an attribute takes. */
    private static final List<String> HUGE_NUMBERS = List.of(
            "1e101",
            "1e-101",
            "1e999",
            "-1E+999",
            "1e1000",
            "0e2147483647",
            "1e2147483647",
            "1e2147483648",
            "-1e-2147483648",
            "1e99999999999999999999",
            "0." + "1".repeat(150));

    /** None of them is a domain. */
    private static final List<String> LONG_DOMAINS = List.of(
            "é".repeat(1_001),
            "é".repeat(1_001) + ".example",
            ("é".repeat(60) + ".").repeat(30) + "example",
            "a".repeat(64) + ".example",
            "xn--" + "9".repeat(59) + "é.example",
            "..",
            "\u0300".repeat(300) + ".example",
            "\ud83d\ude00".repeat(300) + ".example");

    private static final List<String> ACCEPTED = List.of(
            "application/json",
            "text/csv",
            "application/vnd.apache.parquet",
            "text/event-stream",
            "application/cloudevents-batch+json",
            "*/*",
            "text/csv;q=0.1, application/json;q=0.9",
            "text/*",
            "application/*;q=0");

    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry(
                    "from",
                    List.of("0001-01-01", "2024-02-29", "2026-01-01", "2026-01-01T12:00:00.5+14:00", "9999-12-31")),
            Map.entry(
                    "to",
                    List.of("0001-01-01", "2024-02-29", "2027-01-01", "9999-12-31T23:59:59.999999Z", "9999-12-31")),
            Map.entry(
                    "zone",
                    List.of("UTC", "Pacific/Kiritimati", "America/Adak", "Asia/Kathmandu", "+18:00", "-18:00", "Mars")),
            Map.entry("basis", List.of("cohort", "flow")),
            Map.entry("within", List.of("P90D", "PT1S", "P365000D", "P52142W", "P999999W")),
            Map.entry("strict", List.of("true", "false")),
            Map.entry(
                    "groupBy",
                    List.of(
                            "channel",
                            "channel,month",
                            "attr.segment",
                            "day",
                            "quarter",
                            "week,owner",
                            "pass,playbookVersion",
                            "attr.x,attr.y,attr.z",
                            "")),
            Map.entry("channel", List.of("WEB", "EMAIL", "", "x")),
            Map.entry("sourcedBy", List.of("OTHER", "")),
            Map.entry("owner", List.of("", "ann", "😀".repeat(100))),
            Map.entry("pass", List.of("1", "2147483647", "2147483648", "99999999999999999999")),
            Map.entry("playbookVersion", List.of("1", "2147483647")),
            Map.entry("day", List.of("2026-01-31", "9999-12-31", "0001-01-01")),
            Map.entry("week", List.of("2026-W01", "9999-W52", "0001-W01")),
            Map.entry("month", List.of("2026-01", "9999-12", "0001-01")),
            Map.entry("quarter", List.of("2026-Q1", "9999-Q4", "0001-Q1")),
            Map.entry("asOf", List.of("0001-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z")),
            Map.entry(
                    "compareTo",
                    List.of("previous", "2026-01-01T00:00:00Z", "2025-01-01/2026-01-01", "0001-01-01/9999-12-31")),
            Map.entry("definition", List.of("1", "2", "2147483647")),
            Map.entry("registeredFrom", List.of("0001-01-01", "2026-01-01T00:00:00Z")),
            Map.entry("registeredTo", List.of("9999-12-31", "2026-01-01T00:00:00Z")),
            Map.entry("stage", List.of("INQUIRY", "MQL", "CLOSED", "")),
            Map.entry("acceptance", List.of("AWAITING", "")),
            Map.entry("outcome", List.of("WON", "")),
            Map.entry("reached", List.of("MQL", "WON")),
            Map.entry("column", List.of("count", "inquiries", "leadToWin_open", "x")),
            Map.entry("limit", List.of("1", "2", "1000", "1001")),
            Map.entry("after", List.of("0", "1", "9223372036854775807")),
            Map.entry("version", List.of("1", "2147483648", "9223372036854775807")),
            Map.entry("minPosition", List.of("0", "1", "9223372036854775807")),
            Map.entry("active", List.of("true", "false")),
            Map.entry("reason", List.of("POOR_FIT", "SPAM")),
            Map.entry("attr.*", List.of("WEB", "", "1e5", "true")),
            Map.entry("key.*", List.of("WEB", "", "2026-01", "true")));

    /** Cursors that the service gave out. */
    private final List<String> cursors = new ArrayList<>();

    private final Described api;
    private final Random random;
    private final String key;
    private final List<UUID> leads;

    BrokenRequests(Described api, Random random, String key, List<UUID> leads) {
        this.api = api;
        this.random = random;
        this.key = key;
        this.leads = leads;
    }

    /**
     * A request and what it may be answered with.
     *
     * @param what how it was broken, for the report of a failure
     * @param bulk whether it is answered line by line, each with a refusal
     * @param endless whether a good answer to it may have no end
     */
    record Broken(String what, byte[] bytes, Set<Integer> statuses, boolean bulk, boolean endless) {}

    Broken next() {
        if (random.nextInt(10) < 8) {
            return odd();
        }
        Operation operation = oneOf(api.operations());
        var request = new Draft(operation);
        return switch (random.nextInt(8)) {
            case 0 -> wrongPath(request);
            case 1 -> wrongMethod(request);
            case 2 -> wrongHeader(request);
            case 3, 4 -> wrongQuery(request);
            default -> operation.bodyType() == null ? wrongQuery(request) : wrongBody(request);
        };
    }

    /** Takes what can be sent again out of an answer. */
    void learn(String answer) {
        Matcher cursor = NEXT_CURSOR.matcher(answer);
        if (cursor.find()) {
            cursors.add(cursor.group(1));
        }
    }

    /** A request whose form is right, or nearly: what it asks for is at the edge of what can be asked for. */
    private Broken odd() {
        Operation operation = oneOf(
                api.operations().stream().filter(BrokenRequests::isWorthAsking).toList());
        if (operation.path().endsWith("/explain") && random.nextInt(3) > 0) {
            // They take long, and are asked as everything else of a report is.
            return odd();
        }
        var request = new Draft(operation);
        // One that is there.
        request.path =
                request.path.replace(request.id, leads.get(random.nextInt(3)).toString());
        if (operation.method().equals("GET")) {
            return oddQuestion(request);
        }
        return JSON_TYPE.equals(operation.bodyType()) ? oddCommand(request) : wrongLines(request);
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
            List<String> values = VALUES.getOrDefault(name, List.of("", "x", "é"));
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
            case 0 -> request.headers.put("Accept", oneOf(ACCEPTED));
            case 1 -> request.headers.put("Accept", oneOf(ACCEPTED) + "\r\nAccept: " + oneOf(ACCEPTED));
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
            request.raw("attributes", "{\"n\": %s}".formatted(oneOf(HUGE_NUMBERS)));
            beyondDoubt = true;
        } else if (request.path.equals("/v1/leads") && random.nextInt(2) == 0) {
            put(request.json(), List.of("contact", "email"), JSON.valueToTree("a@" + oneOf(LONG_DOMAINS)));
            beyondDoubt = true;
        } else if (!command) {
            request.json().removeAll();
            if (random.nextBoolean()) {
                request.json().put("email", "a@" + oneOf(oneOf(LONG_DOMAINS), "example.com"));
            } else {
                request.json()
                        .put(
                                "phone",
                                oneOf(
                                        oneOf(ODD_TEXTS),
                                        "+5511987654321",
                                        "+" + "9".repeat(300),
                                        "tel:+1;ext=" + "9".repeat(50)));
            }
        } else if (!fields.isEmpty() && random.nextInt(3) > 0) {
            List<Field> texts = fields.stream()
                    .filter(field -> field.types().contains("string"))
                    .toList();
            put(
                    request.json(),
                    oneOf(texts).steps(),
                    JSON.valueToTree(oneOf(
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

    private Broken wrongPath(Draft request) {
        String id = oneOf(
                "1-1-1-1-1",
                "null",
                "%00",
                "..",
                "%2e%2e",
                "a".repeat(3_000),
                "é",
                "%F0%9F%98%80",
                UUID.randomUUID() + "x",
                ";x=y");
        request.path = random.nextBoolean() && request.path.contains(request.id)
                ? request.path.replace(request.id, id)
                : oneOf(
                                "/nothing",
                                "/v1",
                                "/v1/",
                                "/v2/leads",
                                "//v1//leads",
                                "/v1/leads/%",
                                "/V1/LEADS",
                                "/v1/leads/" + id + "/x",
                                "*",
                                "/error")
                        + oneOf("", "/", "/x", ";a=b");
        return request.broken("path " + request.path, Set.of(400, 401, 404, 405));
    }

    private Broken wrongMethod(Draft request) {
        request.method = oneOf("PUT", "PATCH", "TRACE", "BREW", "get", "PROPFIND", "CONNECT", "DELETE");
        boolean right = request.method.equals(request.operation.method());
        return right ? wrongQuery(request) : request.broken("method " + request.method, Set.of(400, 404, 405));
    }

    private Broken wrongHeader(Draft request) {
        switch (random.nextInt(5)) {
            case 0 -> {
                request.headers.put(
                        "Authorization",
                        oneOf(
                                "",
                                "Bearer",
                                "Bearer ",
                                "Basic YTpi",
                                "Bearer " + "x".repeat(100),
                                "Bearer " + key + "x",
                                key));
                return isOpen(request)
                        ? request.broken("no matter which key", Set.of(200, 404))
                        : request.broken("key", Set.of(401));
            }
            case 1 -> {
                request.headers.put("Accept", oneOf("image/png", "nonsense", "a/b/c", "text/plain;q=2", "\u0001"));
                // What answers without a body fits every Accept header.
                return request.broken(
                        "accept", answersWithoutABody(request.operation) ? Set.of(400, 404) : Set.of(400, 406));
            }
            case 2 -> {
                if (request.operation.bodyType() == null) {
                    return wrongQuery(request);
                }
                request.headers.put(
                        "Content-Type",
                        oneOf(
                                "",
                                "text/plain",
                                "*/*",
                                "nonsense",
                                "application/json;charset=utf-16",
                                "application/xml",
                                "a/b/c"));
                return request.broken("content type", Set.of(415));
            }
            case 3 -> {
                if (!request.operation.takes("header", "If-Match")) {
                    return wrongPath(request);
                }
                request.query.put("dryRun", "true");
                request.headers.put(
                        "If-Match",
                        oneOf("", "1", "\"x\"", "\"-1\"", "W/\"1\"", "\"99999999999999999999\"", "*", "\"1\",\"2\""));
                return request.broken("if-match", Set.of(200, 400, 404, 409, 412, 422));
            }
            default -> {
                if (!request.operation.takes("header", "Idempotency-Key")) {
                    return wrongPath(request);
                }
                request.headers.put("Idempotency-Key", oneOf("x".repeat(256), "é", "\t", "x".repeat(5_000)));
                request.query.put("dryRun", "true");
                return request.broken("idempotency key", Set.of(200, 400, 404, 409, 422));
            }
        }
    }

    private static boolean answersWithoutABody(Operation operation) {
        return operation.description().required("responses").has("204");
    }

    private Broken wrongQuery(Draft request) {
        List<JsonNode> parameters = request.operation.parameters("query").toList();
        List<JsonNode> typed = parameters.stream()
                .filter(parameter -> Set.of("integer", "boolean")
                        .contains(parameter.at("/schema/type").asString("")))
                .toList();
        return switch (random.nextInt(4)) {
            case 0 -> {
                request.rawQuery = oneOf("%", "%zz=1", "a=%ff", "a=%00", "=1", "unknown=1", "%F0%28=1", "a=%C0%AF");
                yield request.broken("query " + request.rawQuery, Set.of(400));
            }
            case 1 -> {
                if (typed.isEmpty()) {
                    request.query.put("x" + random.nextInt(100), "1");
                    yield request.broken("an unknown parameter", Set.of(400));
                }
                String name = oneOf(typed).required("name").asString();
                request.query.put(
                        name, oneOf("", "x", "-1", "1.5", "TRUE", "1e3", "99999999999999999999", "0x10", "null", " 1"));
                String value = request.query.get(name);
                // An empty filter means "none".
                yield request.broken(
                        "parameter " + name + "=" + value, "".equals(value) ? Set.of(200, 400) : Set.of(400));
            }
            case 2 -> {
                if (parameters.isEmpty() || request.operation.method().equals("POST")) {
                    request.query.put("X", "1");
                    yield request.broken("an unknown parameter", Set.of(400));
                }
                String name = oneOf(parameters).required("name").asString();
                String value = oneOf(ODD_TEXTS);
                request.query.put(name, value.substring(0, Math.min(value.length(), 500)));
                yield request.broken("parameter " + name + "=" + value, Set.of(200, 304, 400, 404, 503));
            }
            default -> {
                String name = parameters.isEmpty()
                        ? "limit"
                        : oneOf(parameters).required("name").asString();
                request.rawQuery = name + "=1&" + name + "=1&unknown.=2";
                yield request.broken("a parameter twice", Set.of(400));
            }
        };
    }

    private Broken wrongBody(Draft request) {
        if (!JSON_TYPE.equals(request.operation.bodyType())) {
            return wrongLines(request);
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
        put(request.json(), field.steps(), JSON.valueToTree(value));
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
        put(request.json(), field.steps(), JSON.valueToTree(value));
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
        String value = oneOf(ODD_TEXTS);
        put(request.json(), field.steps(), JSON.valueToTree(value));
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

    private Broken wrongLines(Draft request) {
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
                                    .formatted(oneOf(LONG_DOMAINS)),
                            "{\"command\": \"UpdateAttributes\", \"leadId\": \"%s\", \"attributes\": {\"n\": %s}, \"idempotencyKey\": \"%s\"}"
                                    .formatted(oneOf(leads), oneOf(HUGE_NUMBERS), UUID.randomUUID()),
                            "{\"command\": \"UpdateContact\", \"leadId\": \"%s\", \"contact\": {\"email\": \"a@%s\"}}"
                                    .formatted(oneOf(leads), oneOf(LONG_DOMAINS)),
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

    private static boolean isOpen(Draft request) {
        return request.operation.path().startsWith("/problems/");
    }

    /** Puts a value where the steps lead, making the objects on the way. */
    private static void put(ObjectNode object, List<String> steps, JsonNode value) {
        ObjectNode at = object;
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = at.get(step) instanceof ObjectNode inner ? inner : at.putObject(step);
        }
        at.set(steps.getLast(), value);
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** A request that is right as far as the description goes, until something is done to it. */
    private final class Draft {
        private final Operation operation;
        private final String id;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final Map<String, String> query = new LinkedHashMap<>();
        private final @Nullable ObjectNode json;
        private String method;
        private String path;
        private @Nullable String rawQuery;
        private byte @Nullable [] bytes;
        private boolean endless;

        Draft(Operation operation) {
            this.operation = operation;
            method = operation.method();
            // A key's id is not a lead's, so nothing is revoked by chance.
            id = oneOf(leads).toString();
            path = operation
                    .path()
                    .replace("{code}", "forbidden")
                    .replace("{report}", oneOf(REPORTS))
                    .replaceAll("\\{[A-Za-z]+}", id);
            headers.put("Authorization", "Bearer " + key);
            headers.put("Prefer", "wait=0");
            String type = operation.bodyType();
            if (type != null) {
                headers.put("Content-Type", type);
            }
            json = JSON_TYPE.equals(type) && operation.body().path("example") instanceof ObjectNode example
                    ? example.deepCopy()
                    : null;
        }

        ObjectNode json() {
            if (json == null) {
                throw new IllegalStateException(operation + " takes no JSON object or shows no example");
            }
            return json;
        }

        /** Sets a field to what the JSON library may not be able to hold. */
        void raw(String name, String value) {
            json().remove(name);
            String rest = JSON.writeValueAsString(json()).substring(1);
            bytes = ("{\"" + name + "\": " + value + (rest.equals("}") ? rest : ", " + rest))
                    .getBytes(StandardCharsets.UTF_8);
        }

        byte[] body() {
            if (bytes != null) {
                return bytes;
            }
            return json == null ? new byte[0] : JSON.writeValueAsBytes(json);
        }

        Broken broken(String what, Set<Integer> statuses) {
            byte[] body = body();
            var head = new StringBuilder(method).append(' ').append(path);
            String parameters = rawQuery != null ? rawQuery : query();
            if (!parameters.isEmpty()) {
                head.append('?').append(parameters);
            }
            head.append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            if (body.length > 0 || operation.bodyType() != null) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            head.append("\r\n");
            var whole = new ByteArrayOutputStream();
            whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
            whole.writeBytes(body);
            boolean bulk = statuses.equals(Set.of(200)) && !JSON_TYPE.equals(operation.bodyType());
            return new Broken(operation + ": " + what, whole.toByteArray(), statuses, bulk, endless);
        }

        private String query() {
            var text = new StringBuilder();
            query.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
            return text.toString();
        }
    }
}
