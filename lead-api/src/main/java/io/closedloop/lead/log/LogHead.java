package io.closedloop.lead.log;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * The end of the log.
 *
 * @param position the position of the last event; 0 in an empty log
 * @param batch the number of the last transaction
 * @param recordedAt no event is recorded at or before this instant any more
 * @param epoch a random id of the log's present course: as long as it is the same, the events at all positions that
 *     were ever told are the same ({@link LogEpochs})
 */
public record LogHead(long position, long batch, Instant recordedAt, UUID epoch) {
    /** The epoch of a head that is not from a database. */
    public static final UUID NO_EPOCH = new UUID(0, 0);

    /** @throws NullPointerException when there is no epoch */
    public LogHead {
        Objects.requireNonNull(epoch, "a log has an epoch from its first use on");
    }

    public LogHead(long position, long batch, Instant recordedAt) {
        this(position, batch, recordedAt, NO_EPOCH);
    }
}
