package io.closedloop.lead.openapi;

import io.closedloop.lead.openapi.Described.Operation;
import io.closedloop.lead.openapi.Draft.Broken;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Makes requests that are broken in one way each, from what the API's description says is right, and others that are
 * whole, but odd. What they must be answered with is known; where a change may leave the request right by chance, it
 * goes as a dry run, which stores nothing either.
 */
final class BrokenRequests extends RequestsByChance {
    private final BrokenBodies bodies;
    private final OddRequests odd;

    BrokenRequests(Described api, Random random, String key, List<UUID> leads) {
        super(api, random, key, leads);
        this.bodies = new BrokenBodies(api, random, key, leads);
        this.odd = new OddRequests(api, random, key, leads);
    }

    Broken next() {
        if (random.nextInt(10) < 8) {
            return odd.next();
        }
        Operation operation = oneOf(api.operations());
        var request = draft(operation);
        return switch (random.nextInt(8)) {
            case 0 -> wrongPath(request);
            case 1 -> wrongMethod(request);
            case 2 -> wrongHeader(request);
            case 3, 4 -> wrongQuery(request);
            default -> operation.bodyType() == null ? wrongQuery(request) : bodies.next(request);
        };
    }

    /** Takes what can be sent again out of an answer. */
    void learn(String answer) {
        odd.learn(answer);
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
                String value = oneOf(OddValues.ODD_TEXTS);
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

    private static boolean isOpen(Draft request) {
        return request.operation.path().startsWith("/problems/");
    }
}
