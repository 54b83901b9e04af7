package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.log.H2Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No file of the process may grow beyond a limit, which is how a full disk looks to it. */
class FullDiskTest {
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void answersThatNothingCanBeStoredAndGoesOnByItselfOnceThereIsRoom() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        Path data = directory.resolve("data");
        Path file = data.resolve("closedloop.mv.db");
        var clients = new Clients(SEED);
        try (var service = ServiceProcess.start(data)) {
            clients.start(service);
            clients.awaitAnswers(50);
            limit(service, Long.toString(Files.size(file) + 50_000));
            clients.awaitOutages(5);
            limit(service, "unlimited");
            clients.awaitAnswers(50);
            service.kill();
        }
        clients.awaitEnd();

        try (H2Database database = H2Database.open(data, Duration.ZERO)) {
            LogAudit.hold(database.dataSource(), clients.stories());
        }
    }

    /** @param bytes how large a file may get */
    private static void limit(ServiceProcess service, String bytes) throws IOException, InterruptedException {
        var prlimit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(service.pid()), "--fsize=" + bytes + ":unlimited")
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
