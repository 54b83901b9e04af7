package io.closedloop.lead.backup;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Reports how far a backup is, in the log and in metrics, for those who did not ask for it. */
@Component
class BackupProgress implements MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(BackupProgress.class);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final Duration betweenWords;
    private final LongSupplier nanoTime;
    private volatile @Nullable Running running;
    private volatile @Nullable Done last;

    /** A backup that was made. */
    private record Done(long bytes, long nanos, long endedAt) {}

    @Autowired
    BackupProgress() {
        this(BETWEEN_WORDS, System::nanoTime);
    }

    BackupProgress(Duration betweenWords, LongSupplier nanoTime) {
        this.betweenWords = betweenWords;
        this.nanoTime = nanoTime;
    }

    /**
     * A backup begins.
     *
     * @param archive what it is written to
     * @param databaseBytes how large the file is that it is made of
     */
    Running begin(Path archive, long databaseBytes) {
        var begun = new Running(archive, databaseBytes);
        running = begun;
        LOG.info("A backup of the database, a file of {} bytes, begins: {}", databaseBytes, archive);
        return begun;
    }

    /** A backup under way. */
    final class Running implements AutoCloseable {
        private final Path archive;
        private final long databaseBytes;
        private final long begunAt = nanoTime.getAsLong();
        private final ScheduledExecutorService speaker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("backup-progress").daemon().factory());

        private Running(Path archive, long databaseBytes) {
            this.archive = archive;
            this.databaseBytes = databaseBytes;
            var _ = speaker.scheduleWithFixedDelay(
                    this::tell, betweenWords.toNanos(), betweenWords.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void tell() {
            LOG.info(
                    "The backup goes on: {} bytes have been written after {} s, of a database file of {} bytes, which is compressed",
                    bytes(),
                    elapsed() / 1_000_000_000,
                    databaseBytes);
        }

        /** How much has been written. */
        long bytes() {
            try {
                return Files.size(archive);
            } catch (NoSuchFileException e) {
                // Not begun yet, or complete and called otherwise by now.
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long elapsed() {
            return nanoTime.getAsLong() - begunAt;
        }

        /**
         * It is complete.
         *
         * @param file where it is
         * @param position up to which it holds everything
         * @param bytes how large it is
         */
        void made(Path file, long position, long bytes) {
            long nanos = elapsed();
            last = new Done(bytes, nanos, nanoTime.getAsLong());
            LOG.info(
                    "A backup up to position {} was made within {} ms: {}, {} bytes",
                    position,
                    nanos / 1_000_000,
                    file,
                    bytes);
        }

        @Override
        public void close() {
            running = null;
            speaker.close();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("closedloop.backup.running", this, it -> it.running == null ? 0 : 1)
                .description("1 while a backup of the embedded database is being made")
                .register(registry);
        Gauge.builder("closedloop.backup", this, BackupProgress::bytes)
                .baseUnit("bytes")
                .description("How much of the backup under way has been written; without one, how large the last was")
                .register(registry);
        Gauge.builder("closedloop.backup.duration", this, BackupProgress::seconds)
                .baseUnit("seconds")
                .description("How long the last backup took that was completed since the start; without one, NaN")
                .register(registry);
        Gauge.builder("closedloop.backup.age", this, BackupProgress::age)
                .baseUnit("seconds")
                .description("How long ago the last backup was completed since the start; without one, NaN")
                .register(registry);
    }

    private double bytes() {
        Running now = running;
        Done before = last;
        return now != null ? now.bytes() : before != null ? before.bytes() : 0;
    }

    private double seconds() {
        Done before = last;
        return before == null ? Double.NaN : before.nanos() / 1e9;
    }

    private double age() {
        Done before = last;
        return before == null ? Double.NaN : (nanoTime.getAsLong() - before.endedAt()) / 1e9;
    }
}
