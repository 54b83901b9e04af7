package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.jobs.SampleJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The real process is killed while it does a job, and the job goes on from where it was noted last. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Beside
class KilledJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(10);
    private static final String LONG = SampleJobs.PATH + "?to=100000&pause=20";
    private static final String SHORT = SampleJobs.PATH + "?to=200&pause=20";

    @TempDir
    Path directory;

    @Test
    void onTheEmbeddedDatabaseItGoesOnAfterTheNextStart() {
        String key;
        String path;
        int noted;
        try (var service = start(directory)) {
            key = key(service);
            Caller analyst = new Caller(service.uri(), key);
            path = analyst.send("POST", SHORT, null).header("Location");
            noted = awaitCounted(analyst, path, 20);
            service.kill();
        }

        try (var service = start(directory)) {
            Caller analyst = new Caller(service.uri(), key);
            JsonNode done = await().atMost(PATIENCE)
                    .until(
                            () -> analyst.get(path).json(),
                            it -> !it.required("endedAt").isNull());
            assertThat(done.required("state").asString()).isEqualTo("DONE");
            assertThat(done.required("counted").asInt()).isEqualTo(200);
            assertThat(done.required("begunAt").asInt()).isBetween(noted, 199);
        }
    }

    @Test
    void anotherInstanceTakesItOverWithinTenSecondsAndEitherShowsAndCancelsIt() throws Exception {
        try (PostgresServer server = PostgresServer.start(directory, Map.of());
                var left = start(server, "left")) {
            Files.createDirectories(directory.resolve("right"));
            Files.copy(
                    directory.resolve("left").resolve("master.key"),
                    directory.resolve("right").resolve("master.key"));
            try (var right = start(server, "right")) {
                String key = key(left);
                Caller onTheLeft = new Caller(left.uri(), key);
                Caller onTheRight = new Caller(right.uri(), key);
                String path = onTheLeft.send("POST", LONG, null).header("Location");
                awaitCounted(onTheLeft, path, 20);
                awaitCounted(onTheRight, path, 20);

                boolean doneOnTheLeft = holder(server).equals("left");
                ServiceProcess killed = doneOnTheLeft ? left : right;
                Caller survivor = doneOnTheLeft ? onTheRight : onTheLeft;
                killed.kill();
                Instant died = Instant.now();
                int come = counted(survivor.get(path).json());
                awaitCounted(survivor, path, come + 1);
                assertThat(Duration.between(died, Instant.now())).isLessThan(TAKEN_OVER_WITHIN);
                assertThat(holder(server)).isEqualTo(doneOnTheLeft ? "right" : "left");

                assertThat(survivor.delete(path).status()).isEqualTo(202);
                await().atMost(PATIENCE)
                        .until(() -> survivor.get(path).json().required("state").asString(), "CANCELLED"::equals);
            }
        }
    }

    private static String holder(PostgresServer server) {
        return JdbcClient.create(server.dataSource())
                .sql("select held_by from lease where name like 'job %'")
                .query(String.class)
                .single();
    }

    private static String key(ServiceProcess service) {
        return service.admin()
                .post("/v1/keys", "{\"name\": \"ann\", \"roles\": [\"ANALYST\"]}")
                .json()
                .required("key")
                .asString();
    }

    private static int awaitCounted(Caller caller, String path, int counted) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> counted(caller.get(path).json()), it -> it >= counted);
    }

    private static int counted(JsonNode job) {
        return job.at("/progress/done").asInt(0);
    }

    private ServiceProcess start(PostgresServer server, String name) {
        var settings = new ArrayList<>(List.of(server.settings(server.port())));
        settings.add("--closedloop.instance-name=" + name);
        return start(directory.resolve(name), settings.toArray(String[]::new));
    }

    private static ServiceProcess start(Path data, String... settings) {
        var service = ServiceProcess.launchBy(SampleJobs.class, data, settings);
        service.awaitStart();
        return service;
    }
}
