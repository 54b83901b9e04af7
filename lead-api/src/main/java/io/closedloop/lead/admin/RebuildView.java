package io.closedloop.lead.admin;

import io.closedloop.lead.instances.Order;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rebuild on one instance. */
@Schema(name = "Rebuild", description = "A rebuild on one instance.")
record RebuildView(
        @Schema(
                description =
                        "WANTED: the instance has not begun. RUNNING: it fills a file beside the one that serves. CANCELLING: it is to stop. "
                                + "DONE: the new file serves.")
        Order.State state,

        @Schema(description = "The name of the key with which it was ordered.")
        String orderedBy,

        Instant orderedAt,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt,

        @Schema(description = "The outcome, in words.") @Nullable
        String outcome,

        @Schema(description = "Events that the new file knows; null unless it is being filled.") @Nullable
        Long eventsDone,

        @Schema(description = "Events of the log that it does not know yet.") @Nullable
        Long eventsToDo,

        @Schema(description = "How many it took in per second, over the last ten seconds.") @Nullable
        Long eventsPerSecond,

        @Schema(description = "How long it will take at this speed; null while nothing can be said.") @Nullable
        Long secondsLeft) {

    /** A rebuild on every instance that was asked for one. */
    @Schema(name = "Rebuilds", description = "A rebuild on every instance that was asked for one.")
    record All(
            String projection,

            @Schema(description = "Whether one of them is wanted or under way.")
            boolean open,

            @Schema(description = "The log's last position.")
            long head,

            List<OnInstance> instances) {
        All {
            instances = List.copyOf(instances);
        }
    }

    /** The latest rebuild of one instance. */
    @Schema(name = "RebuildOnInstance", description = "The latest rebuild of one instance.")
    record OnInstance(
            @Schema(description = "The instance's id.") UUID id,
            @Schema(description = "Its name.") String name,
            @Schema(description = "Whether it is running.") boolean present,
            RebuildView rebuild) {}
}
