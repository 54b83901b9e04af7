package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.http.Caller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The real process is killed while it fills its read models again, and told to stop filling them. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Beside
class KilledRebuildTest {
    private static final String REBUILD = "/v1/admin/projections/read-models/rebuild";
    private static final int LEADS = 6_000;
    private static final int LEADS_AT_ONCE = 1_000;
    /** A rebuild of so few leads may be over before anybody can call it off. */
    private static final int TRIES = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void goesOnAfterwardsAndServesTheSameNumbersAndCanBeCalledOff() throws Exception {
        String key;
        JsonNode before;
        try (var service = ServiceProcess.start(directory)) {
            Caller admin = service.admin();
            key = admin.post("/v1/keys", "{\"name\": \"it\", \"roles\": [\"MARKETING\"]}")
                    .json()
                    .required("key")
                    .asString();
            Caller marketing = new Caller(service.uri(), key);
            register(marketing);
            before = funnel(marketing);

            begin(admin);
            service.kill();
        }
        assertThat(files()).as("killed in the middle").isEqualTo(2);

        try (var service = ServiceProcess.start(directory)) {
            Caller admin = service.admin();
            Caller marketing = new Caller(service.uri(), key);
            assertThat(ended(admin).required("state").asString()).isEqualTo("DONE");
            assertThat(funnel(marketing)).isEqualTo(before);
            awaitFiles(1);

            String state = "DONE";
            for (int tries = 1; state.equals("DONE") && tries <= TRIES; tries++) {
                begin(admin);
                assertThat(admin.delete(REBUILD).status()).isEqualTo(204);
                state = ended(admin).required("state").asString();
                awaitFiles(1);
            }
            assertThat(state).isEqualTo("CANCELLED");
            assertThat(funnel(marketing)).isEqualTo(before);
        }
    }

    /** Orders a rebuild, and returns as soon as there is a file beside the one that serves. */
    private void begin(Caller admin) {
        assertThat(admin.send("POST", REBUILD, null).status()).isEqualTo(202);
        awaitFiles(2);
    }

    private void awaitFiles(int count) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> files() == count);
    }

    /** How many files of read models there are. */
    private long files() throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> file.getFileName().toString().endsWith(".duckdb"))
                    .count();
        }
    }

    private static JsonNode ended(Caller admin) {
        return await().atMost(PATIENCE)
                .until(
                        () -> admin.get(REBUILD).json().at("/instances/0/rebuild"),
                        rebuild -> !rebuild.isMissingNode()
                                && !rebuild.required("endedAt").isNull());
    }

    private static void register(Caller marketing) {
        for (int first = 0; first < LEADS; first += LEADS_AT_ONCE) {
            var lines = new StringBuilder();
            for (int i = first; i < first + LEADS_AT_ONCE; i++) {
                UUID lead = new UUID(7, i);
                lines.append("""
                        {"command": "RegisterLead", "leadId": "%s", "contact": {"email": "%d@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}
                        {"command": "QualifyMarketing", "leadId": "%s"}
                        """.formatted(lead, i, lead));
            }
            Caller.Answer answer = marketing.send(
                    "POST",
                    "/v1/commands",
                    lines.toString().getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "application/x-ndjson");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().lines()).hasSize(2 * LEADS_AT_ONCE).noneMatch(line -> line.contains("problem"));
        }
    }

    private static JsonNode funnel(Caller reader) {
        Caller.Answer answer = reader.get("/v1/reports/funnel?minPosition=" + 2 * LEADS, "Prefer", "wait=60");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().required("rows");
    }
}
