package io.closedloop.lead.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Busy is not broken. */
class ReadinessUnderLoadTest {
    private static final int LOADS = 3;
    private static final int LINES = 5_000;

    @TempDir
    Path directory;

    private static String lines() {
        return Stream.generate(UUID::randomUUID)
                .limit(LINES)
                .map(lead -> """
                        {"command": "RegisterLead", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}
                        """.formatted(lead))
                .collect(Collectors.joining());
    }

    @Test
    void threeBulkLoadsAreNoReasonToSendCommandsElsewhere() throws Exception {
        try (FreshService service = FreshService.start(directory);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Caller writer = service.as(Role.MARKETING);
            Caller probe = new Caller(service.uri(), null);
            var loads = new ArrayList<Future<Caller.Answer>>();
            for (int i = 0; i < LOADS; i++) {
                byte[] body = lines().getBytes(StandardCharsets.UTF_8);
                loads.add(threads.submit(
                        () -> writer.send("POST", "/v1/commands", body, "Content-Type", "application/x-ndjson")));
            }

            int asked = 0;
            Duration slowest = Duration.ZERO;
            do {
                long begun = System.nanoTime();
                Caller.Answer readiness = probe.get("/actuator/health/readiness");
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
                assertThat(readiness.status()).as(readiness.body()).isEqualTo(200);
                assertThat(probe.get("/actuator/health/liveness").status()).isEqualTo(200);
                asked++;
            } while (!loads.stream().allMatch(Future::isDone));
            System.out.printf("ready %d times under load, within %d ms%n", asked, slowest.toMillis());

            for (Future<Caller.Answer> load : loads) {
                assertThat(load.get().body().lines())
                        .hasSize(LINES)
                        .allMatch(answer -> answer.contains("\"status\":201"));
            }
        }
    }
}
