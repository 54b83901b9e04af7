package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.log.h2.H2Database;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The real process is killed within a backup, then stopped within the next try, and makes it at last. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Beside
class KilledBackupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    @Test
    void aBackupIsMadeAfterAKillAndAStopInItsMiddle() throws IOException, SQLException {
        try (var service = ServiceProcess.start(directory)) {
            service.requestStop();
            service.awaitExit();
        }
        fill();

        String job;
        try (var service = ServiceProcess.start(directory)) {
            job = service.admin().send("POST", "/v1/admin/backups", new byte[0]).header("Location");
            awaitCopy(0);
            service.kill();
        }
        long left = written();
        try (var service = ServiceProcess.launch(directory)) {
            service.awaitStart();
            await().atMost(PATIENCE).until(() -> written() > 0 && written() != left);
            service.requestStop();
            service.awaitExit();
        }
        assertThat(written()).as("what the stop left").isPositive();

        try (var service = ServiceProcess.start(directory)) {
            JsonNode made = await().atMost(PATIENCE)
                    .until(
                            () -> service.admin().get(job).json(),
                            it -> !it.required("endedAt").isNull());
            assertThat(made.required("state").asString()).as(made.toString()).isEqualTo("DONE");
            assertThat(Path.of(made.required("file").asString()))
                    .hasSize(made.required("bytes").asLong());
            assertThat(written()).isZero();
        }
    }

    /** So that a copy takes some seconds. */
    private void fill() throws SQLException {
        try (H2Database database = H2Database.open(directory, Duration.ZERO)) {
            JdbcClient client = JdbcClient.create(database.dataSource());
            client.sql("create table filler (bytes varbinary(1000000))").update();
            for (int i = 0; i < 150; i++) {
                client.sql("insert into filler values (secure_rand(1000000))").update();
            }
        }
    }

    private void awaitCopy(long from) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> written() > from);
    }

    /** How much has been written of a copy that is not complete. */
    private long written() throws IOException {
        Path backups = directory.resolve("backups");
        if (!Files.exists(backups)) {
            return 0;
        }
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(backups, "*.unfinished")) {
            long bytes = 0;
            for (Path file : unfinished) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
