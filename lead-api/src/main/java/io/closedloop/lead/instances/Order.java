package io.closedloop.lead.instances;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one instance is to do.
 *
 * @param id shared by the instances that were asked for the same at once
 * @param instance the instance that is to follow it
 * @param eventId the event that it is about; null for a rebuild
 * @param by the name of the key with which it was ordered
 * @param takenAt when the instance began; null while it has not
 * @param endedAt when it was done with it; null while it is not
 * @param outcome what came of it, for people; null while nothing has
 */
public record Order(
        UUID id,
        UUID instance,
        Kind kind,
        @Nullable String eventId,
        State state,
        String by,
        Instant orderedAt,
        @Nullable Instant takenAt,
        @Nullable Instant endedAt,
        @Nullable String outcome) {

    /** The kinds of order. */
    public enum Kind {
        REBUILD,
        RETRY,
        DISCARD
    }

    /** How far it is. */
    public enum State {
        WANTED,
        RUNNING,
        CANCELLING,
        DONE,
        FAILED,
        CANCELLED;

        /** Whether something may still come of it. */
        public boolean isOpen() {
            return this == WANTED || this == RUNNING || this == CANCELLING;
        }
    }
}
