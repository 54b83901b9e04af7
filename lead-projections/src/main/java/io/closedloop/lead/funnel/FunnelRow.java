package io.closedloop.lead.funnel;

import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Cell;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.ReportRow;
import io.closedloop.lead.reporting.RowKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of the funnel. */
public final class FunnelRow implements ReportRow {
    private final RowKey key;
    private final Basis basis;
    private final FunnelCounts counts;

    FunnelRow(RowKey key, Basis basis, FunnelCounts counts) {
        this.key = key;
        this.basis = basis;
        this.counts = counts;
    }

    @Override
    public RowKey key() {
        return key;
    }

    /** How many passes entered each stage; all stages are there, in order. */
    public Map<Entry, Long> entries() {
        var entries = new EnumMap<Entry, Long>(Entry.class);
        for (Entry entry : Entry.values()) {
            entries.put(entry, counts.entries(entry));
        }
        return entries;
    }

    /** Every pair of stages that a pass may go from and to. */
    public List<Conversion> conversions() {
        return FunnelCounts.STEPS.stream()
                .map(step -> new Conversion(step.from(), step.to(), ratio(step)))
                .toList();
    }

    private Ratio ratio(FunnelCounts.Step step) {
        long denominator = counts.entries(step.from());
        return switch (basis) {
            case COHORT -> Ratio.ofCohort(counts.reached(step), denominator, counts.open(step));
            case FLOW -> Ratio.ofFlow(counts.entries(step.to()), denominator);
        };
    }

    /**
     * The passes in the row: the stage that most of them entered, which is the first one unless the period cuts it off.
     */
    @Override
    public long mainCount() {
        return counts.mostEntries();
    }

    @Override
    public List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        entries().forEach((entry, count) -> cells.add(new Cell.Count(entry.name(), count)));
        conversions()
                .forEach(conversion -> cells.add(
                        new Cell.Rate("%s_to_%s".formatted(conversion.from(), conversion.to()), conversion.ratio())));
        return cells;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FunnelRow row && key.equals(row.key) && basis == row.basis && counts.equals(row.counts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, basis, counts);
    }

    @Override
    public String toString() {
        return "%s %s".formatted(key.values(), entries());
    }
}
