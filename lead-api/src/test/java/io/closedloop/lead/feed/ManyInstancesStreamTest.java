package io.closedloop.lead.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two instances on one PostgreSQL server: what one stores, the other tells. */
class ManyInstancesStreamTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());
    private static final int LEADS = 300;

    @TempDir
    Path directory;

    @Test
    void whatOneInstanceStoresTheOtherTellsSoonAndAReaderMovesBetweenThem() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                FreshService one = instance(server, "one");
                FreshService other = instance(server, "other")) {
            Caller writer = one.as(Role.MARKETING);
            Caller auditor = one.as(Role.AUDITOR);
            var callers = List.of(auditor, new Caller(other.uri(), auditor.key()));

            try (Listener live = Listener.open(callers.getLast(), "")) {
                var written = CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < LEADS; i++) {
                        register(writer);
                    }
                });
                moveBetween(callers);
                written.join();

                List<Listener.Frame.Event> told = live.events(LEADS);
                assertThat(told.stream().map(Listener.Frame.Event::id).toList())
                        .isEqualTo(LongStream.rangeClosed(1, LEADS).boxed().toList());
                Duration median = percentile(told, 50);
                System.out.printf(
                        "from recordedAt at one instance to receipt from the other: p50 %d ms, p99 %d ms%n",
                        median.toMillis(), percentile(told, 99).toMillis());
                assertThat(median).isLessThan(Duration.ofMillis(100));
            }
        }
    }

    private static void moveBetween(List<Caller> instances) throws InterruptedException {
        var random = new Random(SEED);
        var ids = new ArrayList<Long>();
        while (ids.size() < LEADS) {
            Caller instance = instances.get(random.nextInt(instances.size()));
            try (Listener listener = Listener.resume(instance, ids.isEmpty() ? 0 : ids.getLast())) {
                int atMost = Math.min(LEADS - ids.size(), 1 + random.nextInt(40));
                listener.events(atMost).forEach(event -> ids.add(event.id()));
            }
        }
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, LEADS).boxed().toList());
    }

    private static Duration percentile(List<Listener.Frame.Event> told, int percent) {
        List<Duration> delays = told.stream()
                .map(event -> Duration.between(
                        Instant.parse(JSON.readTree(event.data())
                                .required("recordedat")
                                .asString()),
                        event.receivedAt()))
                .sorted()
                .toList();
        return delays.get((delays.size() - 1) * percent / 100);
    }

    private static void register(Caller caller) {
        assertThat(caller.post("/v1/leads", """
                                {"contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(UUID.randomUUID())).status())
                .isEqualTo(201);
    }

    private FreshService instance(EmbeddedPostgres server, String name) {
        return FreshService.start(
                directory.resolve(name),
                "--spring.profiles.active=postgres",
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres",
                "--closedloop.master-key=" + Base64.getEncoder().encodeToString(new byte[32]));
    }
}
