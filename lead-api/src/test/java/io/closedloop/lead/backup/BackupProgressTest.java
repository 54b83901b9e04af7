package io.closedloop.lead.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A backup takes minutes, and whoever asked for it hears nothing meanwhile. */
class BackupProgressTest {
    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong(7);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BackupProgress progress = new BackupProgress(Duration.ofMillis(20), nanos::get);

    private final Logger logger = (Logger) LoggerFactory.getLogger(BackupProgress.class);
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> listening = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(Objects.requireNonNull(event.getFormattedMessage()));
        }
    };

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        listening.setContext(logger.getLoggerContext());
        listening.start();
        logger.addAppender(listening);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(listening);
        logger.setLevel(null);
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void theLogAndTheMetersTellHowFarABackupIs() throws IOException {
        progress.bindTo(registry);
        assertThat(gauge("closedloop.backup.running")).isZero();
        assertThat(gauge("closedloop.backup.age")).isNaN();
        Path archive = directory.resolve("a.zip.unfinished");

        try (BackupProgress.Running running = progress.begin(archive, 9_000)) {
            assertThat(said).containsExactly("A backup of the database, a file of 9000 bytes, begins: " + archive);
            assertThat(gauge("closedloop.backup.running")).isOne();
            assertThat(gauge("closedloop.backup")).isZero();
            Files.write(archive, new byte[1_234]);
            nanos.addAndGet(Duration.ofSeconds(6).toNanos());
            await().untilAsserted(
                            () -> assertThat(said)
                                    .contains(
                                            "The backup goes on: 1234 bytes have been written after 6 s, of a database file of 9000 bytes, which is compressed"));
            assertThat(gauge("closedloop.backup")).isEqualTo(1_234);
            running.made(directory.resolve("a.zip"), 42, 1_300);
        }
        nanos.addAndGet(Duration.ofSeconds(100).toNanos());

        assertThat(said)
                .contains("A backup up to position 42 was made within 6000 ms: " + directory.resolve("a.zip")
                        + ", 1300 bytes");
        assertThat(gauge("closedloop.backup.running")).isZero();
        assertThat(gauge("closedloop.backup")).isEqualTo(1_300);
        assertThat(gauge("closedloop.backup.duration")).isEqualTo(6);
        assertThat(gauge("closedloop.backup.age")).isEqualTo(100);
    }

    @Test
    void oneThatCouldNotBeMadeIsNotCounted() {
        progress.bindTo(registry);

        progress.begin(directory.resolve("never.zip"), 1).close();

        assertThat(gauge("closedloop.backup.running")).isZero();
        assertThat(gauge("closedloop.backup")).isZero();
        assertThat(gauge("closedloop.backup.age")).isNaN();
    }
}
