package io.closedloop.lead.columnstore;

import java.time.Instant;
import java.util.UUID;

/**
 * A dead letter: an event that the read models lack because it, or an earlier one of the same stream, could not be
 * written.
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

    /** The state of a dead letter. */
    public enum State {
        /** The event could not be written. It is the first of its stream's dead letters, and the only one to retry. */
        PARKED,
        /** The event comes after a parked one, and is written together with it. */
        WAITING,
        /** The event could not be written and was given up: the read models lack it unless a rebuild can write it. */
        DISCARDED
    }
}
