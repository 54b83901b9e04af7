package io.closedloop.lead.log.h2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the log in a data directory has come, in a small file beside the database's own.
 *
 * <p>A database file that lost its end, or all of itself, looks to H2 like an older or a new one. The mark lets the
 * service notice missing events instead of silently beginning anew. The mark is never ahead of what is durable, and
 * about a second behind it while the service runs.
 */
final class HighWaterMark {
    private static final Logger LOG = LoggerFactory.getLogger(HighWaterMark.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private boolean noted;
    private long notedAt;

    HighWaterMark(Path directory) {
        this.file = directory.resolve("closedloop.mark");
    }

    Path file() {
        return file;
    }

    /** The last position that is known to have been durable; empty where nothing is known. */
    OptionalLong read() {
        try {
            return OptionalLong.of(Long.parseLong(
                    Files.readString(file, StandardCharsets.US_ASCII).strip()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            // A power failure may leave it empty: it protects the log, and must not be what keeps it closed.
            LOG.warn("The mark in {} cannot be read and is left aside: {}", file, e.toString());
            return OptionalLong.empty();
        }
    }

    /** Notes a durable position, unless one was noted within the last second. */
    synchronized void noteNowAndThen(long position) {
        if (!noted || System.nanoTime() - notedAt >= PAUSE_NANOS) {
            note(position);
        }
    }

    /** Notes a durable position. Failing is no harm: the mark stays behind. */
    synchronized void note(long position) {
        noted = true;
        notedAt = System.nanoTime();
        Path fresh = file.resolveSibling("closedloop.mark.new");
        try {
            Files.writeString(fresh, Long.toString(position), StandardCharsets.US_ASCII);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The mark in {} cannot be written: {}", file, e.toString());
        }
    }
}
