package io.closedloop.lead.funnel;

import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.reporting.Cell;
import io.closedloop.lead.reporting.ReportRow;
import io.closedloop.lead.reporting.RowKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A row of the funnel.
 *
 * @param entries how many passes entered each stage; all stages are there
 * @param conversions every pair of stages that a pass may go from and to
 */
public record FunnelRow(RowKey key, Map<Entry, Long> entries, List<Conversion> conversions) implements ReportRow {
    public FunnelRow {
        entries = Collections.unmodifiableMap(new EnumMap<>(entries));
        conversions = List.copyOf(conversions);
    }

    /**
     * The passes in the row: each has entered {@code INQUIRY} or {@code MQL} first, unless the period began in between.
     */
    @Override
    public long mainCount() {
        return Collections.max(entries.values());
    }

    @Override
    public List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        entries.forEach((entry, count) -> cells.add(new Cell.Count(entry.name(), count)));
        conversions.forEach(conversion ->
                cells.add(new Cell.Rate("%s_to_%s".formatted(conversion.from(), conversion.to()), conversion.ratio())));
        return cells;
    }
}
