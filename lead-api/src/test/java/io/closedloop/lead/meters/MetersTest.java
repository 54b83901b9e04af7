package io.closedloop.lead.meters;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.documentation.Table;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus is told, and what operators are told about it, are the same. */
class MetersTest {
    private static final Pattern SAMPLE = Pattern.compile("(closedloop_[a-z_]+)(?:\\{([^}]*)})? ([0-9.eE+-]+|NaN)");

    @TempDir
    Path directory;

    @Test
    void countsWhatHappenedUnderTheNamesAndLabelsOfItsPage() throws Exception {
        try (FreshService service = FreshService.start(directory)) {
            Caller marketing = service.as(Role.MARKETING);
            Caller sales = service.as(Role.SALES);
            String lead = UUID.randomUUID().toString();
            String body = registration(lead, "ana@example.com");
            assertThat(marketing.post("/v1/leads", body, "Idempotency-Key", "1").status())
                    .isEqualTo(201);
            assertThat(marketing.post("/v1/leads", body, "Idempotency-Key", "1").status())
                    .isEqualTo(201);
            assertThat(marketing.post("/v1/leads", body).status()).isEqualTo(200);
            assertThat(marketing
                            .post(
                                    "/v1/leads?dryRun=true",
                                    registration(UUID.randomUUID().toString(), "bob@example.com"))
                            .status())
                    .isEqualTo(200);
            assertThat(sales.post("/v1/leads/" + lead + "/reopen", "{\"justification\": \"x\"}")
                            .status())
                    .isEqualTo(403);
            assertThat(marketing
                            .post("/v1/leads/" + lead + "/disqualify", "{\"reason\": \"OTHER\", \"note\": \"x\"}")
                            .status())
                    .isEqualTo(200);
            Caller.Answer bulk = marketing.send(
                    "POST",
                    "/v1/commands",
                    ("nonsense\n{\"command\": \"RegisterLead\", "
                                    + registration(UUID.randomUUID().toString(), "ana@example.com")
                                            .substring(1)
                                            .replace('\n', ' ')
                                    + "\n")
                            .getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/x-ndjson");
            assertThat(bulk.body()).contains("contact-suppressed");

            Map<String, Double> samples = samples(marketing);
            assertThat(samples)
                    .containsEntry(command("RegisterLead", "http", "accepted", "none"), 1.0)
                    .containsEntry(command("RegisterLead", "http", "replayed", "none"), 1.0)
                    .containsEntry(command("RegisterLead", "http", "repeated", "none"), 1.0)
                    .containsEntry(command("RegisterLead", "http", "checked", "none"), 1.0)
                    .containsEntry(command("RegisterLead", "bulk", "refused", "contact-suppressed"), 1.0)
                    .containsEntry(command("ReopenLead", "http", "refused", "forbidden"), 1.0)
                    .containsEntry(command("DisqualifyLead", "http", "accepted", "none"), 1.0)
                    .containsEntry("closedloop_command_duration_seconds_count{via=\"bulk\"}", 1.0)
                    .containsEntry("closedloop_command_duration_seconds_count{via=\"http\"}", 6.0)
                    .containsEntry("closedloop_bulk_lines_unreadable_total", 1.0)
                    .containsEntry("closedloop_bulk_streams_active", 0.0)
                    .containsEntry("closedloop_redeliveries_blocked_total", 1.0)
                    .containsEntry("closedloop_log_events_total", 3.0)
                    .containsEntry("closedloop_appender_waiting", 0.0)
                    .containsEntry("closedloop_appender_retries_total", 0.0);
            double stored = samples.get("closedloop_appender_transactions_total{result=\"stored\"}");
            assertThat(samples).containsEntry("closedloop_appender_sync_seconds_count", stored);
            assertThat(labelsByMeter(samples)).isEqualTo(documented());
        }
    }

    private static String registration(String lead, String email) {
        return """
               {"leadId": "%s", "contact": {"email": "%s"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""".formatted(lead, email);
    }

    private static String command(String command, String via, String outcome, String code) {
        return "closedloop_commands_total{code=\"%s\",command=\"%s\",outcome=\"%s\",via=\"%s\"}"
                .formatted(code, command, outcome, via);
    }

    private static Map<String, Double> samples(Caller caller) {
        Caller.Answer scraped = caller.get("/actuator/prometheus");
        assertThat(scraped.status()).isEqualTo(200);
        return scraped.body()
                .lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .collect(toMap(
                        it -> it.group(1) + (it.group(2) == null ? "" : "{" + it.group(2) + "}"),
                        it -> Double.valueOf(it.group(3))));
    }

    private static Map<String, Set<String>> labelsByMeter(Map<String, Double> samples) {
        var meters = new TreeMap<String, Set<String>>();
        for (String sample : samples.keySet()) {
            int brace = sample.indexOf('{');
            String name = (brace < 0 ? sample : sample.substring(0, brace)).replaceAll("_(bucket|count|sum|max)$", "");
            Set<String> labels = meters.computeIfAbsent(name, _ -> new TreeSet<>());
            if (brace >= 0) {
                Arrays.stream(sample.substring(brace + 1, sample.length() - 1).split(",", -1))
                        .map(label -> label.substring(0, label.indexOf('=')))
                        .filter(label -> !label.equals("le"))
                        .forEach(labels::add);
            }
        }
        return meters;
    }

    private static Map<String, Set<String>> documented() {
        return new TreeMap<>(Table.rows("operations.md", "closedloop_").stream()
                .collect(toMap(
                        row -> Table.codes(row.getFirst()).getFirst(),
                        row -> Table.codes(row.get(1)).stream().collect(toSet()))));
    }
}
