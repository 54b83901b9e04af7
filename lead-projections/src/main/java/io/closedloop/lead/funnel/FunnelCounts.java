package io.closedloop.lead.funnel;

import io.closedloop.lead.facts.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The numbers of a row of the funnel, as small as they can be: a report may have very many rows. */
final class FunnelCounts {
    /** From one stage to another that a pass may reach from there. */
    record Step(Entry from, Entry to) {}

    static final List<Entry> STAGES = List.of(Entry.values());
    /** Every step forward, also over stages, and every way out of a stage that is not the end. */
    static final List<Step> STEPS = steps();

    private final long[] entries = new long[STAGES.size()];
    private final long[] reached = new long[STEPS.size()];
    private final long[] open = new long[STEPS.size()];

    private static List<Step> steps() {
        List<Entry> forward = List.of(Entry.INQUIRY, Entry.MQL, Entry.ACCEPTED, Entry.SQL, Entry.WON);
        List<Entry> waysOut = List.of(Entry.LOST, Entry.DISQUALIFIED, Entry.NURTURE);
        return forward.subList(0, forward.size() - 1).stream()
                .flatMap(from -> Stream.concat(
                                forward.subList(forward.indexOf(from) + 1, forward.size()).stream(), waysOut.stream())
                        .map(to -> new Step(from, to)))
                .toList();
    }

    void enter(Entry stage, long count) {
        entries[STAGES.indexOf(stage)] = count;
    }

    void step(Step step, long reachedCount, long openCount) {
        reached[STEPS.indexOf(step)] = reachedCount;
        open[STEPS.indexOf(step)] = openCount;
    }

    long entries(Entry stage) {
        return entries[STAGES.indexOf(stage)];
    }

    long reached(Step step) {
        return reached[STEPS.indexOf(step)];
    }

    long open(Step step) {
        return open[STEPS.indexOf(step)];
    }

    long mostEntries() {
        return Arrays.stream(entries).max().orElse(0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FunnelCounts counts
                && Arrays.equals(entries, counts.entries)
                && Arrays.equals(reached, counts.reached)
                && Arrays.equals(open, counts.open);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(entries);
    }
}
