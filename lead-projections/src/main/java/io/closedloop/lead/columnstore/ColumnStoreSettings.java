package io.closedloop.lead.columnstore;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the read models live and what they may use.
 *
 * @param file the column store's file; beside it lie its write-ahead log and a folder for what does not fit in memory
 * @param memoryMegabytes the limit of the native memory that tables, indexes and queries share
 * @param threads how many threads one query may use; the writer, one where nobody asks
 * @param readers how many queries may run at the same time; more wait for their turn
 * @param queryTimeout how long a query may wait and run before it is broken off
 */
public record ColumnStoreSettings(Path file, int memoryMegabytes, int threads, int readers, Duration queryTimeout) {
    /** Below this, DuckDB cannot even check-point a table of a million rows. */
    public static final int LEAST_MEMORY_MEGABYTES = 64;

    /** @throws IllegalArgumentException when a number is too small, saying which */
    public ColumnStoreSettings {
        if (memoryMegabytes < LEAST_MEMORY_MEGABYTES) {
            throw new IllegalArgumentException("the column store needs %d MB of memory at least, not %d"
                    .formatted(LEAST_MEMORY_MEGABYTES, memoryMegabytes));
        }
        if (threads < 1 || readers < 1) {
            throw new IllegalArgumentException(
                    "the column store needs one thread and one reader at least, not %d and %d"
                            .formatted(threads, readers));
        }
        if (queryTimeout.isNegative() || queryTimeout.isZero()) {
            throw new IllegalArgumentException("a query needs more time than " + queryTimeout);
        }
    }

    /** The same for another file. */
    public ColumnStoreSettings at(Path another) {
        return new ColumnStoreSettings(another, memoryMegabytes, threads, readers, queryTimeout);
    }

    /** 192 MB, two threads, two queries at a time and half a minute for each. */
    public static ColumnStoreSettings in(Path file) {
        return new ColumnStoreSettings(file, 192, 2, 2, Duration.ofSeconds(30));
    }
}
