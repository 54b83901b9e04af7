package io.closedloop.lead.openapi;

import io.closedloop.lead.openapi.Described.Operation;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request that is right as far as the description goes, until something is done to it. */
final class Draft {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String JSON_TYPE = "application/json";

    final Operation operation;
    final String id;
    final Map<String, String> headers = new LinkedHashMap<>();
    final Map<String, String> query = new LinkedHashMap<>();
    private final @Nullable ObjectNode json;
    String method;
    String path;

    @Nullable
    String rawQuery;

    byte @Nullable [] bytes;
    boolean endless;

    /**
     * A request and what it may be answered with.
     *
     * @param what how it was broken, for the report of a failure
     * @param bulk whether it is answered line by line, each with a refusal
     * @param endless whether a good answer to it may have no end
     */
    record Broken(String what, byte[] bytes, Set<Integer> statuses, boolean bulk, boolean endless) {}

    /**
     * @param id what each id in the path is
     * @param report the report that is asked for
     * @param key the secret that it is sent with
     */
    Draft(Operation operation, String id, String report, String key) {
        this.operation = operation;
        method = operation.method();
        this.id = id;
        path = operation
                .path()
                .replace("{code}", "forbidden")
                .replace("{report}", report)
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

    /** Puts a value where the steps lead, making the objects on the way. */
    void put(List<String> steps, JsonNode value) {
        ObjectNode at = json();
        for (String step : steps.subList(0, steps.size() - 1)) {
            at = at.get(step) instanceof ObjectNode inner ? inner : at.putObject(step);
        }
        at.set(steps.getLast(), value);
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
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
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
