package io.closedloop.lead.columnstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the read models have come.
 *
 * @param position the position of the last event that they know; 0 when they know none
 * @param eventId the id of that event, by which a log is told from another; null at position 0
 * @param recordedAt when that event was recorded; null at position 0
 */
public record Progress(
        long position, @Nullable String eventId, @Nullable Instant recordedAt) {
    public static final Progress NONE = new Progress(0, null, null);
}
