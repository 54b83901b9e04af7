package io.closedloop.lead.cluster;

import io.closedloop.lead.checking.Exchange.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers as what they mean to whoever keeps a history. */
final class Answers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> NOT_BEGUN =
            Set.of("request-in-progress", "concurrent-change", "too-many-requests");
    private static final Set<String> RULES = Set.of(
            "command-not-allowed",
            "duplicate-lead",
            "contact-suppressed",
            "lead-not-found",
            "suppression-not-found",
            "version-mismatch",
            "invalid-command",
            "occurred-at-out-of-order",
            "forbidden");

    private Answers() {}

    /**
     * @param body as it came, or the part of a bulk answer that stands for it
     * @param replayed whether the answer says so
     */
    static Outcome read(int status, String body, boolean replayed) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException e) {
            return new Outcome.Fault(status, body);
        }
        if (status == 200 || status == 201) {
            return new Outcome.Acknowledged(
                    status,
                    json.path("suppressionId").isString()
                            ? json.required("suppressionId").asString()
                            : json.required("leadId").asString(),
                    json.required("version").asLong(),
                    number(json, "position"),
                    json.required("events")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList(),
                    replayed,
                    digest(status, body));
        }
        String code = json.path("code").asString("");
        if (status == 503 && code.equals("store-unavailable")) {
            return new Outcome.Uncertain(json.path("detail").asString(""));
        }
        if (NOT_BEGUN.contains(code)) {
            return new Outcome.TurnedAway(code);
        }
        if (status >= 400 && status < 500 && RULES.contains(code)) {
            return new Outcome.Refused(
                    status,
                    code,
                    text(json, "leadId"),
                    number(json, "version"),
                    text(json, "stage"),
                    digest(status, body));
        }
        return new Outcome.Fault(status, body);
    }

    /** The name of where a lead is that an answer tells of, with acceptance and outcome. */
    static String status(JsonNode lead) {
        String stage = lead.required("stage").asString();
        return switch (stage) {
            case "MQL" -> "MQL_" + lead.required("acceptance").asString();
            case "CLOSED" -> "CLOSED_" + lead.required("outcome").asString();
            default -> stage;
        };
    }

    static String digest(int status, String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return status + " " + HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(String body) {
        return JSON.readTree(body);
    }

    private static @Nullable Long number(JsonNode json, String name) {
        return json.path(name).isNumber() ? json.path(name).asLong() : null;
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.path(name).isString() ? json.path(name).asString() : null;
    }
}
