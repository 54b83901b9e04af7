package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.log.h2.H2Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process dies at any moment; whoever was answered with success was told the truth. */
@Beside
class KilledProcessTest {
    private static final int ROUNDS = Integer.getInteger("closedloop.kill.rounds", 5);
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());
    private static final int REPLAYED_PER_ROUND = 60;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    void whatWasAcknowledgedSurvivesKillsAtAnyMomentAndNothingIsThereInParts() throws IOException, SQLException {
        System.out.println("closedloop.seed=" + SEED);
        Path data = directory.resolve("data");
        var clients = new Clients(SEED);
        LogAudit last = null;
        for (int round = 1; round <= ROUNDS; round++) {
            try (var service = ServiceProcess.start(data)) {
                clients.answersAreReplayed(service, REPLAYED_PER_ROUND, random);
                clients.start(service);
                clients.keysHold(service);
                clients.awaitAnswers(random.nextInt(20, 600));
                service.kill();
            }
            clients.awaitEnd();
            last = auditCopyOf(data, "copy-" + round, clients);
        }

        try (var service = ServiceProcess.start(data)) {
            last.equalsTheFeedOf(clients.worker(service));
            clients.keysHold(service);
            clients.start(service);
            clients.awaitAnswers(100);
            service.requestStop();
            assertThat(service.awaitExit()).describedAs(service.output()).isEqualTo(128 + 15);
        }
        clients.awaitEnd();
        int events = auditCopyOf(data, "stopped", clients).events();
        System.out.printf(
                "%d kills, %d answers, %d events, %d bytes after the stop%n",
                ROUNDS, clients.settledEver(), events, Files.size(file(data)));
        assertThat(Files.size(file(data)))
                .describedAs("bytes for %d events", events)
                .isLessThan(2_000L * events);
    }

    /** The copy is what is opened: the service has to put its own file in order by itself. */
    private LogAudit auditCopyOf(Path data, String name, Clients clients) throws IOException, SQLException {
        Path copy = Files.createDirectory(directory.resolve(name));
        Files.copy(file(data), file(copy));
        try (H2Database database = H2Database.open(copy, Duration.ZERO)) {
            return LogAudit.hold(database.dataSource(), clients.stories());
        } finally {
            Files.delete(file(copy));
        }
    }

    private static Path file(Path data) {
        return data.resolve("closedloop.mv.db");
    }
}
