package io.closedloop.lead.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The latest decision of each kind, by which a repeated command is told from a new one. Immutable.
 *
 * @param stage what led to the present stage; a rejection rather than the recycling or disqualification that came of it
 * @param rejection a rejection whose second event is still to come
 * @param others of those that move no stage, the latest of each type
 */
record LatestDecisions(
        @Nullable LeadEvent stage,
        @Nullable LeadEvent rejection,
        @Nullable Others others) {
    static final LatestDecisions NONE = new LatestDecisions(null, null, null);

    /** A short chain: a lead has few types of such decisions, and most have none. */
    record Others(LeadEvent event, @Nullable Others more) {
        private static @Nullable Others without(@Nullable Others all, Class<?> type) {
            if (all == null) {
                return null;
            }
            return all.event.getClass() == type ? all.more : new Others(all.event, without(all.more, type));
        }
    }

    /** @param others the latest of each type, in any order */
    static LatestDecisions of(@Nullable LeadEvent stage, @Nullable LeadEvent rejection, List<LeadEvent> others) {
        Others chain = null;
        for (LeadEvent event : others.reversed()) {
            chain = new Others(event, chain);
        }
        return new LatestDecisions(stage, rejection, chain);
    }

    /** The latest of each type that moves no stage, the latest first. */
    List<LeadEvent> ofOthers() {
        var all = new ArrayList<LeadEvent>();
        for (Others at = others; at != null; at = at.more) {
            all.add(at.event);
        }
        return List.copyOf(all);
    }

    LatestDecisions withStage(LeadEvent event) {
        return new LatestDecisions(event, null, others);
    }

    /** As {@link #withStage}, where the event may have come of a rejection. */
    LatestDecisions withStageAfterRejection(LeadEvent event) {
        return withStage(rejection != null ? rejection : event);
    }

    LatestDecisions withRejection(LeadEvent event) {
        return new LatestDecisions(stage, event, others);
    }

    LatestDecisions with(LeadEvent event) {
        Others rest = of(event.getClass()) == null ? others : Others.without(others, event.getClass());
        return new LatestDecisions(stage, rejection, new Others(event, rest));
    }

    /** The latest decision of this type, if it is one that moves no stage; null: there was none. */
    <E extends LeadEvent> @Nullable E of(Class<E> type) {
        for (Others at = others; at != null; at = at.more) {
            if (at.event.getClass() == type) {
                return type.cast(at.event);
            }
        }
        return null;
    }
}
