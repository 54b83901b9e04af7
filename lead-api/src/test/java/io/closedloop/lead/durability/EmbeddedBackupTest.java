package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.Visibility;
import io.closedloop.lead.log.h2.H2Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Copies of the embedded database, made under load, hold what was acknowledged before and can be gone back to. */
@Beside
class EmbeddedBackupTest {
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());
    private static final int BACKUPS = 5;

    @TempDir
    Path directory;

    private record Made(Path file, long position, long acknowledgedBefore) {}

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no signal there that asks a process to stop")
    void aBackupUnderLoadHoldsWhatWasAcknowledgedBeforeAndTheServiceGoesOnFromIt() throws IOException, SQLException {
        System.out.println("closedloop.seed=" + SEED);
        Path data = directory.resolve("data");
        var clients = new Clients(SEED);
        var made = new ArrayList<Made>();
        JsonNode funnel;
        try (var service = ServiceProcess.start(data)) {
            clients.start(service);
            for (int i = 0; i < BACKUPS; i++) {
                clients.awaitNewAnswers(60);
                made.add(backUp(service));
            }
            clients.stop();
            clients.awaitEnd();
            made.add(backUp(service));
            funnel = funnel(clients.worker(service), made.getLast().position());
            assertThat(clients.worker(service).post("/v1/admin/backups", "{}").status())
                    .isEqualTo(403);
            service.requestStop();
            service.awaitExit();
        }

        List<String> whole = eventIds(data);
        assertThat(whole).hasSize((int) made.getLast().position());
        for (Made backup : made) {
            assertThat(backup.position()).isGreaterThanOrEqualTo(backup.acknowledgedBefore());
            Path restored = restore(backup, directory.resolve("looked-at-" + backup.position()));
            List<String> there = eventIds(restored);
            assertThat(there.size()).isBetween((int) backup.position(), whole.size());
            assertThat(there).isEqualTo(whole.subList(0, there.size()));
        }
        goesOnFrom(made.getLast(), data, funnel, clients);
        isRefusedUntilTheMarkIsRemoved(made.getFirst(), data);
    }

    private static Made backUp(ServiceProcess service) throws IOException {
        long before = service.admin()
                .get("/actuator/health/readiness")
                .json()
                .at("/components/log/details/position")
                .asLong();
        Caller.Answer answer = service.admin().send("POST", "/v1/admin/backups", new byte[0]);
        assertThat(answer.status()).describedAs(answer.body()).isEqualTo(202);
        JsonNode made = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> service.admin().get(answer.header("Location")).json(),
                        job -> !job.required("endedAt").isNull());
        assertThat(made.required("state").asString())
                .describedAs(made.toString())
                .isEqualTo("DONE");
        Path file = Path.of(made.required("file").asString());
        assertThat(Files.size(file)).isEqualTo(made.required("bytes").asLong());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        return new Made(file, made.required("position").asLong(), before);
    }

    /** As the page for operators says: the file out of the archive, into an empty directory. */
    private static Path restore(Made backup, Path into) throws IOException {
        Files.createDirectories(into);
        try (InputStream in = Files.newInputStream(backup.file());
                var zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getName()).isEqualTo("closedloop.mv.db");
                Files.copy(zip, into.resolve(entry.getName()));
            }
        }
        return into;
    }

    private static List<String> eventIds(Path data) throws SQLException {
        try (H2Database database = H2Database.open(data, Duration.ZERO)) {
            var log = new EventLog(database.dataSource(), Visibility.of(database.dataSource()));
            return log.after(0, 1_000_000).stream().map(StoredEvent::eventId).toList();
        }
    }

    private void goesOnFrom(Made backup, Path data, JsonNode funnel, Clients clients) throws IOException {
        Path restored = restore(backup, directory.resolve("restored"));
        Files.copy(data.resolve("master.key"), restored.resolve("master.key"));
        try (var service = ServiceProcess.start(restored)) {
            Caller worker = clients.worker(service);
            assertThat(funnel(worker, backup.position())).isEqualTo(funnel);
            assertThat(worker.post("/v1/leads", """
                            {"contact": {"email": "new@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""").json().required("position").asLong())
                    .isEqualTo(backup.position() + 1);
        }
    }

    /** An older log in the place of a newer one is never begun with by accident. */
    private static void isRefusedUntilTheMarkIsRemoved(Made older, Path data) throws IOException {
        Files.delete(data.resolve("closedloop.mv.db"));
        restore(older, data);
        try (var service = ServiceProcess.launch(data)) {
            assertThat(service.awaitExit()).isNotZero();
            assertThat(service.output()).contains("closedloop.mark");
        }
        Files.delete(data.resolve("closedloop.mark"));
        try (var service = ServiceProcess.start(data)) {
            // The read models are those of the newer log, notice it, and are filled again.
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                JsonNode told = service.admin().get("/actuator/health").json();
                assertThat(told.at("/components/log/details/position").asLong())
                        .isGreaterThanOrEqualTo(older.position());
                assertThat(told.at("/components/readModels/details/position"))
                        .isEqualTo(told.at("/components/log/details/position"));
            });
        }
    }

    /** The numbers, without what says when and from where they were read. */
    private static JsonNode funnel(Caller caller, long position) {
        Caller.Answer answer =
                caller.get("/v1/reports/funnel?groupBy=channel&minPosition=" + position, "Prefer", "wait=60");
        assertThat(answer.status()).describedAs(answer.body()).isEqualTo(200);
        return answer.json().required("rows");
    }
}
