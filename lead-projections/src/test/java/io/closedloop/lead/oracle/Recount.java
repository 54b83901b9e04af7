package io.closedloop.lead.oracle;

import io.closedloop.lead.history.MemoryLog.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reports as they come out when somebody reads the events one by one and counts. It is slow and obvious, and shares
 * nothing with the reports that it is held against but the events.
 */
public final class Recount {
    /** The reports by their names. */
    public enum Name {
        funnel,
        campaigns,
        winRate,
        transitions,
        reasons,
        redelivery
    }

    private final Known known;

    /** @param asOf the events that were recorded until then are read; null for all of them */
    public Recount(List<Stored> events, @Nullable Instant asOf) {
        known = new Known(events, asOf);
    }

    private Recount(Known known) {
        this.known = known;
    }

    /** Reads some events, whenever they were recorded, for somebody who asks at an instant. */
    static Recount of(List<Stored> events, Instant at) {
        return new Recount(Known.of(events, at));
    }

    public Answer count(Name report, Asked asked) {
        return count(report, asked, Set.of());
    }

    /** @param rows the keys of rows that the answer has in any case, though nothing be counted in them */
    public Answer count(Name report, Asked asked, Set<Map<String, @Nullable Object>> rows) {
        var answer = new Answer();
        rows.forEach(answer::begin);
        switch (report) {
            case funnel -> CountedFunnel.count(known, asked, answer);
            case campaigns -> CountedCampaigns.count(known, asked, answer);
            case winRate -> CountedWinRate.count(known, asked, answer);
            case transitions -> CountedTransitions.count(known, asked, answer);
            case reasons -> CountedReasons.count(known, asked, answer);
            case redelivery -> CountedRedelivery.count(known, asked, answer);
        }
        return answer;
    }
}
