package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of some leads in 2026, told under an origin of its own, so that reports can be asked about these alone.
 */
final class ToldHistory {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String origin = "told-" + UUID.randomUUID();
    private final Map<String, UUID> ids = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    /** Leads that have come to everything that a lead can come to. */
    static ToldHistory ofEverything() {
        var told = new ToldHistory();
        for (String lead : List.of("A", "B", "C", "D", "E", "G", "H", "L", "N")) {
            told.register("01-01", lead, lead, "EMAIL", "spring");
        }
        for (String lead : List.of("F", "K", "M")) {
            told.register("01-01", lead, lead, "SOCIAL", "autumn, \"late\"");
        }
        told.registerWithoutCampaign("01-01", "I", "SOCIAL");
        told.attribute("01-01", "A", 10).attribute("01-01", "F", 200);
        for (String lead : List.of("A", "B", "C", "D", "E", "N")) {
            told.then("01-02", lead, "QualifyMarketing");
        }
        for (String lead : List.of("F", "G", "K", "M")) {
            told.then("01-03", lead, "QualifyMarketing");
        }
        told.then("01-03", "A", "AcceptLead", "\"rep\": \"ann\"")
                .then("01-03", "E", "AcceptLead", "\"rep\": \"ann\"")
                .then("01-04", "F", "AcceptLead", "\"rep\": \"bob\"")
                .then("01-06", "G", "AcceptLead", "\"rep\": \"bob\"")
                .then(
                        "01-03",
                        "C",
                        "RejectLead",
                        "\"disposition\": \"RECYCLE\", \"reason\": \"SENT_TOO_EARLY\", \"rootCause\": \"SENT_TOO_EARLY\"")
                .then("01-04", "D", "RejectLead", "\"disposition\": \"DISQUALIFY\", \"reason\": \"POOR_FIT\"");
        told.sql("01-04", "A", "90", "USD")
                .sql("01-05", "B", "500", "EUR")
                .sql("01-05", "N", "40", "EUR")
                .sql("01-06", "E", "210", "USD")
                .sql("01-07", "F", "60", "USD")
                .sql("01-08", "M", "70", "EUR")
                .sql("01-10", "K", "80", "USD");
        told.then("01-09", "H", "DisqualifyLead", "\"reason\": \"SPAM_OR_FAKE\"")
                .then("01-09", "L", "DisqualifyLead", "\"reason\": \"POOR_FIT\"")
                .then("01-11", "L", "ReinstateLead", "\"justification\": \"It was somebody else.\"")
                .then("01-12", "L", "QualifyMarketing");
        told.win("01-10", "A", "100", "USD")
                .lose("01-12", "B", "\"reason\": \"PRICE\", \"rootCause\": \"WRONG_SEGMENT\"")
                .lose("01-12", "N", "\"reason\": \"PRICE\"")
                .then(
                        "01-15",
                        "K",
                        "DisqualifyLead",
                        "\"reason\": \"NO_NEED\", \"expiresAt\": \"2031-01-01T00:00:00Z\"")
                .then("01-16", "M", "RecycleLead", "\"reason\": \"TIMING\"")
                .win("01-20", "E", "200", "USD")
                .then("01-20", "N", "AmendClosure", "\"cause\": \"asked again\", \"reason\": \"COMPETITOR\"")
                .lose("01-21", "F", "\"reason\": \"NO_DECISION\", \"rootCause\": \"SLOW_FOLLOW_UP\"");
        told.then("02-01", "A", "RecordRevenue", money("UPSELL", "20", "USD"))
                .then("02-01", "C", "QualifyMarketing")
                .then("02-01", "E", "ReopenLead", "\"justification\": \"They changed their mind.\"")
                .lose("02-02", "E", "\"reason\": \"COMPETITOR\", \"competitor\": \"Somebody\"")
                .then("02-02", "C", "AcceptLead", "\"rep\": \"ann\"")
                .sql("02-03", "C", "280", "EUR")
                .register("02-05", "D again", "D", "SOCIAL", "spring")
                .win("02-10", "C", "300", "EUR")
                .then("02-15", "A", "RecordRevenue", money("REFUND", "5", "USD"));
        return told;
    }

    private static String money(String kind, String amount, String currency) {
        return "\"kind\": \"%s\", \"amount\": {\"amount\": \"%s\", \"currency\": \"%s\"}"
                .formatted(kind, amount, currency);
    }

    /** The filter that lets only these leads, and the attempts to deliver them again, into a report. */
    String only() {
        return "origin=" + origin;
    }

    UUID id(String lead) {
        return ids.computeIfAbsent(lead, _ -> UUID.randomUUID());
    }

    /** @param identity whose e-mail address it has */
    ToldHistory register(String day, String lead, String identity, String channel, String campaign) {
        return registered(day, lead, identity, channel, ", \"campaign\": " + JSON.writeValueAsString(campaign));
    }

    ToldHistory registerWithoutCampaign(String day, String lead, String channel) {
        return registered(day, lead, lead, channel, "");
    }

    private ToldHistory registered(String day, String lead, String identity, String channel, String campaign) {
        lines.add("""
                {"command": "RegisterLead", "leadId": "%s", "occurredAt": "%s", "contact": {"email": "%s-%s@example.com"}, \
                "source": {"channel": "%s", "origin": "%s"%s, "sourcedBy": "MARKETING"}}""".formatted(id(lead), instant(day), identity.replace(' ', '-'), origin, channel, origin, campaign));
        return this;
    }

    ToldHistory attribute(String day, String lead, int size) {
        return then(day, lead, "UpdateAttributes", "\"attributes\": {\"size\": %d}".formatted(size));
    }

    ToldHistory sql(String day, String lead, String amount, String currency) {
        return then(
                day,
                lead,
                "QualifySales",
                "\"rep\": \"ann\", \"expectedAmount\": {\"amount\": \"%s\", \"currency\": \"%s\"}"
                        .formatted(amount, currency));
    }

    ToldHistory win(String day, String lead, String amount, String currency) {
        return then(
                day,
                lead,
                "CloseWon",
                "\"amount\": {\"amount\": \"%s\", \"currency\": \"%s\"}".formatted(amount, currency));
    }

    ToldHistory lose(String day, String lead, String fields) {
        return then(day, lead, "CloseLost", fields);
    }

    /** @param day in 2026, at noon in UTC, or an instant */
    ToldHistory then(String day, String lead, String command, String... fields) {
        lines.add("{\"command\": \"%s\", \"leadId\": \"%s\", \"occurredAt\": \"%s\"%s}"
                .formatted(
                        command, id(lead), instant(day), fields.length == 0 ? "" : ", " + String.join(", ", fields)));
        return this;
    }

    private static String instant(String day) {
        return day.length() == 5 ? "2026-%sT12:00:00Z".formatted(day) : day;
    }

    /**
     * Tells the service what has been added since it was told last. Nothing but a suppressed identity is refused.
     *
     * @param another who takes back what the first one decided
     */
    ToldHistory tell(Caller caller, Caller another) {
        var said = new ArrayList<String>();
        for (String line : lines) {
            boolean takesBack = line.contains("\"ReinstateLead\"");
            if (takesBack) {
                send(said, caller);
                send(List.of(line), another);
                said.clear();
            } else {
                said.add(line);
            }
        }
        send(said, caller);
        lines.clear();
        return this;
    }

    private static void send(List<String> lines, Caller caller) {
        Caller.Answer answer = caller.send(
                "POST",
                "/v1/commands",
                String.join("\n", lines).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        answer.body().lines().map(JSON::readTree).forEach(line -> {
            if (line.required("status").asInt() >= 300) {
                assertThat(line.at("/problem/code").asString())
                        .as(line.toString())
                        .isEqualTo("contact-suppressed");
            }
        });
    }
}
