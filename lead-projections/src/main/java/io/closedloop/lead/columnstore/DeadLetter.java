package io.closedloop.lead.columnstore;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that the read models do not know because it, or an earlier one of the same stream, could not be written.
 *
 * @param stream the lead or suppression that it belongs to
 * @param type the name of the event
 * @param cause what went wrong, without the event's content
 * @param parkedAt when it was parked, by this machine's clock
 */
public record DeadLetter(
        long position,
        String eventId,
        UUID stream,
        String type,
        Instant recordedAt,
        State state,
        String cause,
        Instant parkedAt) {

    /** What becomes of it. */
    public enum State {
        /** It could not be written. The first of its stream's letters, and the only one that can be retried. */
        PARKED,
        /** It comes after one that is parked, and is taken in together with it. */
        WAITING,
        /** It could not be written and was given up: the read models will never know it, unless they are rebuilt. */
        DISCARDED
    }
}
