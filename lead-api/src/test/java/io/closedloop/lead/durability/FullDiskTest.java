package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.log.h2.H2Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No file of the process may grow beyond a limit, which is how a full disk looks to it; then it is killed. */
@Beside
class FullDiskTest {
    private static final int ROUNDS = Integer.getInteger("closedloop.full-disk.rounds", 2);
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatWasAcknowledgedSurvivesFullDisksAndAKillInTheMiddleOfThemOrAfterwards() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        int killedWhileFull = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            Path data = directory.resolve("data-" + round);
            var clients = new Clients(random.nextLong());
            try (var service = ServiceProcess.start(data)) {
                clients.start(service);
                clients.awaitAnswers(random.nextInt(50, 200));
                int outages = random.nextInt(1, 4);
                for (int outage = 1; outage <= outages; outage++) {
                    // First no room for more, and later less than there was, because the file has free space by then.
                    limit(service, outage == 1 ? size(data) + random.nextInt(100_000) : size(data) / 3);
                    clients.awaitOutages(random.nextInt(1, 20));
                    if (outage == outages && round % 2 == 0) {
                        killedWhileFull++;
                    } else {
                        limit(service, null);
                        clients.awaitNewAnswers(random.nextInt(1, 80));
                    }
                }
                service.kill();
            }
            clients.awaitEnd();
            audit(data, clients);
        }
        System.out.printf("%d rounds with a full disk, %d killed while it was full%n", ROUNDS, killedWhileFull);
    }

    private static long size(Path data) throws IOException {
        return Files.size(data.resolve("closedloop.mv.db"));
    }

    private static void audit(Path data, Clients clients) throws SQLException {
        try (H2Database database = H2Database.open(data, Duration.ZERO)) {
            LogAudit.hold(database.dataSource(), clients.stories());
        }
    }

    /** @param bytes how large a file may get; null for as large as it likes */
    private static void limit(ServiceProcess service, @Nullable Long bytes) throws IOException, InterruptedException {
        var prlimit = new ProcessBuilder(
                        "prlimit",
                        "--pid",
                        Long.toString(service.pid()),
                        "--fsize=" + (bytes == null ? "unlimited" : bytes) + ":unlimited")
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
