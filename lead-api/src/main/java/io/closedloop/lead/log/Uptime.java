package io.closedloop.lead.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The time since the machine was started, by a clock that nobody sets. Java's own does not run while a machine sleeps
 * on Linux, where the kernel tells the other as well.
 */
final class Uptime {
    private static final Path LINUX = Path.of("/proc/uptime");

    private Uptime() {}

    /** In nanoseconds; cheap enough for every transaction of the log. */
    static LongSupplier nanos() {
        return Files.isReadable(LINUX) ? new WithSleep() : System::nanoTime;
    }

    /** Java's clock, and the time that the machine has slept since this was made. */
    private static final class WithSleep implements LongSupplier {
        /** What is looked up once a second is exact enough to tell minutes. */
        private static final long LOOK_EVERY_NANOS = 1_000_000_000;

        private final long asleepBefore = ahead();
        private volatile long asleep;
        private volatile long lookedAt = System.nanoTime();

        @Override
        public long getAsLong() {
            long now = System.nanoTime();
            if (now - lookedAt > LOOK_EVERY_NANOS) {
                asleep = ahead() - asleepBefore;
                lookedAt = now;
            }
            return now + asleep;
        }

        /** By how much the kernel's uptime is ahead of Java's clock. */
        private long ahead() {
            try {
                String seconds =
                        Files.readString(LINUX, StandardCharsets.US_ASCII).split(" ", 2)[0];
                return new BigDecimal(seconds).movePointRight(9).longValue() - System.nanoTime();
            } catch (IOException e) {
                throw new UncheckedIOException("the kernel does not tell its uptime in " + LINUX, e);
            }
        }
    }
}
