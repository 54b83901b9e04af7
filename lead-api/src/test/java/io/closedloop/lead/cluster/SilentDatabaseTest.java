package io.closedloop.lead.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.durability.Beside;
import io.closedloop.lead.durability.PostgresServer;
import io.closedloop.lead.http.Caller;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The database does not refuse: it says nothing any more, as behind a network that loses everything. */
@Beside
class SilentDatabaseTest {
    private static final String REGISTRATION = """
            {"leadId": "%s", "contact": {"email": "%s@example.com"}, "source": {"channel": "EMAIL", "sourcedBy": "MARKETING"}}""";

    @TempDir
    Path directory;

    @EnabledOnOs({OS.LINUX, OS.MAC})
    @Test
    void everyRequestIsAnsweredHoweverLongTheDatabaseIsSilentAndWhenItIsBackTheServiceIs() {
        try (var database = PostgresServer.start(directory, Map.of());
                var cluster = Cluster.start(directory, database, 1)) {
            Instance instance = cluster.instances().getFirst();
            URI service = Objects.requireNonNull(instance.uri());
            var caller = new Caller(service, cluster.newKey());
            String lead = UUID.randomUUID().toString();
            assertThat(register(caller, lead).status()).isEqualTo(201);

            instance.wire().stall();

            // A caller gives up after a minute.
            List<Supplier<Caller.Answer>> requests = List.of(
                    () -> caller.get("/v1/leads/" + lead),
                    () -> caller.get("/v1/leads/%s/history".formatted(lead)),
                    () -> caller.get("/v1/events"),
                    () -> caller.post("/v1/leads/search", "{\"email\": \"a@example.com\"}"),
                    () -> caller.get("/v1/suppressions"),
                    () -> caller.get("/v1/keys"),
                    () -> register(caller, UUID.randomUUID().toString()),
                    () -> caller.post("/v1/leads/%s/qualify-marketing".formatted(lead), "{}"));
            assertThat(together(requests))
                    .allSatisfy(answer -> assertThat(answer.status())
                            .describedAs(answer.body())
                            .isIn(503, 403));

            // Long enough after the last command was stored for silence to be no sign of much to do.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> caller.get("/actuator/health").status() == 503);

            instance.wire().restore();

            assertThat(untilAnswered(() -> caller.get("/v1/leads/" + lead)).status())
                    .isEqualTo(200);
            assertThat(register(caller, UUID.randomUUID().toString()).status()).isEqualTo(201);
        }
    }

    private static Caller.Answer register(Caller caller, String lead) {
        return caller.post("/v1/leads", REGISTRATION.formatted(lead, lead));
    }

    /** The pool may still hand out a connection that was given up meanwhile. */
    private static Caller.Answer untilAnswered(Supplier<Caller.Answer> request) {
        Caller.Answer answer = request.get();
        for (int tries = 1; tries < 100 && answer.status() == 503; tries++) {
            answer = request.get();
        }
        return answer;
    }

    private static List<Caller.Answer> together(List<Supplier<Caller.Answer>> requests) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return requests.stream().map(request -> CompletableFuture.supplyAsync(request, threads)).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }
}
