package io.closedloop.lead.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.log.h2.H2Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Backups as the jobs that they are. */
class BackupsTest {
    private static final String BACKUPS = "/v1/admin/backups";

    @TempDir
    Path directory;

    @Test
    void aBackupIsAJobWhoseResultSaysWhereItIs() throws IOException {
        try (var service = FreshService.start(directory)) {
            Caller admin = service.admin();
            Path backups = Files.createDirectories(directory.resolve("backups"));
            Files.writeString(backups.resolve("closedloop-20200101T000000.000Z.zip.unfinished"), "what a kill left");

            Caller.Answer asked = admin.send("POST", BACKUPS, null);
            assertThat(asked.status()).isEqualTo(202);
            assertThat(asked.json().required("kind").asString()).isEqualTo("backup");
            JsonNode made = awaitEnd(admin, asked.header("Location"));

            assertThat(made.required("state").asString()).isEqualTo("DONE");
            Path file = Path.of(made.required("file").asString());
            assertThat(Files.size(file)).isEqualTo(made.required("bytes").asLong());
            assertThat(made.required("position").asLong()).isZero();
            assertThat(made.at("/progress/done").asLong()).isEqualTo(Files.size(file));
            assertThat(made.at("/progress/unit").asString()).isEqualTo("bytes");
            assertThat(files(backups)).containsExactly(file.getFileName().toString());
            assertThat(admin.get("/v1/jobs").json().at("/items/0")).isEqualTo(made);

            Caller analyst = service.as(Role.ANALYST);
            assertThat(analyst.send("POST", BACKUPS, null).code()).isEqualTo("forbidden");
            assertThat(analyst.get(asked.header("Location")).code()).isEqualTo("not-found");
        }
    }

    @Test
    void oneThatCannotBeWrittenFailsAndLeavesNothing() throws IOException {
        try (var service = FreshService.start(directory)) {
            Caller admin = service.admin();
            Files.writeString(directory.resolve("backups"), "in the way");

            JsonNode failed = awaitEnd(admin, admin.send("POST", BACKUPS, null).header("Location"));

            assertThat(failed.required("state").asString()).isEqualTo("FAILED");
            assertThat(failed.required("failure").asString()).startsWith("The backup could not be made");
            assertThat(failed.has("file")).isFalse();
        }
    }

    @Test
    void aCopyThatIsBrokenOffHarmsNothing() throws Exception {
        try (var service = FreshService.start(directory)) {
            Caller marketing = service.as(Role.MARKETING);
            H2Database database = service.part(H2Database.class);
            Path zip = directory.resolve("broken.zip");

            assertThatThrownBy(() -> database.backUp(zip, Runnable::run)).isInstanceOf(SQLException.class);
            var tooLate = new AtomicReference<Runnable>(() -> {});
            database.backUp(directory.resolve("whole.zip"), tooLate::set);
            tooLate.get().run();

            assertThat(marketing
                            .post("/v1/leads", """
                                    {"leadId": "%s", "contact": {"email": "ann@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""".formatted(UUID.randomUUID()))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void aServiceThatGoesOnFromABackupDoesNotMakeThatBackupAgain() throws IOException {
        Path restored = Files.createDirectories(directory.resolve("restored"));
        String job;
        try (var service = FreshService.start(directory.resolve("first"))) {
            Caller admin = service.admin();
            job = admin.send("POST", BACKUPS, null).header("Location");
            try (var zip = new ZipInputStream(Files.newInputStream(
                    Path.of(awaitEnd(admin, job).required("file").asString())))) {
                Files.copy(
                        zip,
                        restored.resolve(
                                Objects.requireNonNull(zip.getNextEntry()).getName()));
            }
            Files.copy(directory.resolve("first").resolve("master.key"), restored.resolve("master.key"));
            Files.copy(directory.resolve("first").resolve("admin.key"), restored.resolve("admin.key"));
        }

        try (var service = FreshService.start(restored)) {
            JsonNode ended = awaitEnd(service.admin(), job);

            assertThat(ended.required("state").asString()).isEqualTo("FAILED");
            assertThat(ended.required("failure").asString()).contains("restored from this very backup");
            assertThat(files(restored.resolve("backups"))).isEmpty();
        }
    }

    /** As each moment at which it can be killed, or stopped, leaves a backup. */
    @Test
    void aBackupThatWasBrokenOffAnywhereIsMadeAllTheSame() throws Exception {
        String job = made();
        Path backups = directory.resolve("backups");
        String name = files(backups).toList().getFirst();
        Path file = backups.resolve(name);
        Path unfinished = backups.resolve(job.substring(job.lastIndexOf('/') + 1) + ".unfinished");

        assertThat(madeAfter(job, null)).as("before the first checkpoint").startsWith(directory.toString());
        Files.deleteIfExists(file);
        String begun = "{\"file\":\"%s\"}".formatted(name);
        for (int times = 1; times <= 2; times++) {
            Files.writeString(unfinished, "a part of it");
            assertThat(madeAfter(job, begun)).as("within the copy").isEqualTo(file.toString());
            assertThat(Files.size(file)).isGreaterThan(1000);
        }
        String copied = "{\"file\":\"%s\",\"position\":0}".formatted(name);
        assertThat(madeAfter(job, copied)).as("before the end").isEqualTo(file.toString());
        Files.move(file, unfinished);
        assertThat(madeAfter(job, copied)).as("before the name").isEqualTo(file.toString());
        assertThat(unfinished).doesNotExist();
    }

    private String made() throws IOException {
        try (var service = FreshService.start(directory)) {
            String job = service.admin().send("POST", BACKUPS, null).header("Location");
            assertThat(awaitEnd(service.admin(), job).required("state").asString())
                    .isEqualTo("DONE");
            return job;
        }
    }

    /** Where the copy is that comes of a job that was broken off there. */
    private String madeAfter(String job, @Nullable String checkpoint) throws IOException, SQLException {
        try (H2Database database = H2Database.open(directory, Duration.ZERO)) {
            JdbcClient.create(database.dataSource())
                    .sql("update job set state = 'RUNNING', ended_at = null, result = null, runs = 1, checkpoint = :at")
                    .param("at", checkpoint)
                    .update();
        }
        try (var service = FreshService.start(directory)) {
            JsonNode ended = awaitEnd(service.admin(), job);
            assertThat(ended.required("state").asString()).as(ended.toString()).isEqualTo("DONE");
            return ended.required("file").asString();
        }
    }

    @Test
    void whoeverAsksForASecondOneIsToldWhereTheFirstIs() throws IOException {
        try (var service = FreshService.start(directory)) {
            var open = UUID.randomUUID();
            JdbcClient database =
                    JdbcClient.create(service.part(H2Database.class).dataSource());
            database.sql("""
                            insert into lease (name, holder, held_by, fence, taken_at, held_until)
                            values (:name, :holder, 'another', 1, current_timestamp, current_timestamp + interval '1' day)""").param("name", "job " + open).param("holder", open).update();
            database.sql("""
                            insert into job (job_id, kind, question, asked_by, asked_by_name, asked_at, state, cancel_asked, fence, runs)
                            values (:id, 'backup', '{}', :id, 'ann', current_timestamp, 'RUNNING', false, 1, 1)""").param("id", open).update();

            Caller.Answer refused = service.admin().send("POST", BACKUPS, null);

            assertThat(refused.code()).isEqualTo("too-many-requests");
            assertThat(refused.header("Location")).isEqualTo("/v1/jobs/" + open);
        }
    }

    private static JsonNode awaitEnd(Caller caller, String path) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> caller.get(path).json(),
                        job -> !job.required("endedAt").isNull());
    }

    private static Stream<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
