package io.closedloop.lead.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The touches of a lead.
 *
 * @param lastAt when the latest one occurred
 * @param lastHumanContactAt when a person was last reached
 */
public record Touches(
        int count, @Nullable Instant lastAt, @Nullable Instant lastHumanContactAt) {
    static final Touches NONE = new Touches(0, null, null);

    Touches with(TouchRecorded touch) {
        boolean human = Boolean.TRUE.equals(touch.reachedHuman());
        return new Touches(
                count + 1,
                later(lastAt, touch.occurredAt()),
                human ? later(lastHumanContactAt, touch.occurredAt()) : lastHumanContactAt);
    }

    private static Instant later(@Nullable Instant known, Instant candidate) {
        return known != null && known.isAfter(candidate) ? known : candidate;
    }
}
