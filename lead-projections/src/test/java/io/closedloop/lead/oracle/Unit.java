package io.closedloop.lead.oracle;

import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was counted.
 *
 * @param pass null for a blocked attempt, which belongs to no pass
 * @param position the event that made it count
 * @param suppression only where a suppression was counted, or an attempt that it blocked
 */
public record Unit(
        UUID lead,
        @Nullable Integer pass,
        long position,
        @Nullable UUID suppression) {
    static final Comparator<Unit> ORDER = Comparator.comparingLong(Unit::position)
            .thenComparing(
                    unit -> unit.suppression() == null ? "" : unit.suppression().toString());
}
