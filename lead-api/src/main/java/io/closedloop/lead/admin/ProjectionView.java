package io.closedloop.lead.admin;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Read models, and how they stand on every instance. */
@Schema(name = "Projection", description = "The read models on every instance.")
record ProjectionView(String name, HeadView head, List<OnInstance> instances) {
    ProjectionView {
        instances = List.copyOf(instances);
    }

    /** All of them. */
    @Schema(name = "Projections", description = "All read models.")
    record All(List<ProjectionView> items) {
        All {
            items = List.copyOf(items);
        }
    }

    /** How they stand. */
    enum State {
        FOLLOWING,
        FILLING,
        IN_TROUBLE,
        AWAY
    }

    /** How they stand on one instance. */
    @Schema(name = "ProjectionOnInstance", description = "The read models of one instance.")
    record OnInstance(
            InstanceView instance,

            @Schema(
                    description =
                            "FILLING: thousands of events behind. IN_TROUBLE: the read models cannot be brought up to date now; the instance tries again until "
                                    + "it succeeds; the log of the instance says why. AWAY: the instance has not been heard of; these values are "
                                    + "those that it wrote last.")
            State state,

            @Schema(description = "The last event that this instance's reports and lists know.")
            long position,

            @Schema(description = "When that event was recorded.") @Nullable
            Instant recordedAt,

            @Schema(description = "How many events of the log they do not know yet.")
            long lagEvents,

            @Schema(description = "How long ago the oldest of these was recorded; 0 where there is none.")
            double lagSeconds,

            @Schema(description = "How many events they took in per second, over the last ten seconds.")
            long eventsPerSecond,

            @Schema(description = "How large their files are.")
            long bytes,

            DeadLetterCounts deadLetters,

            @Schema(description = "The latest rebuild that was ordered; null where none was.") @Nullable
            RebuildView rebuild) {}

    /** How many events they lack. */
    @Schema(name = "DeadLetterCounts", description = "How many events an instance lacks.")
    record DeadLetterCounts(
            @Schema(description = "Events that could not be written: as many as leads and suppressions stand still.")
            long parked,

            @Schema(description = "Later events of the same leads and suppressions.")
            long waiting,

            @Schema(description = "Events that were given up.")
            long discarded) {}
}
