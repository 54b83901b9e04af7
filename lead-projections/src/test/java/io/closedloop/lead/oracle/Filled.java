package io.closedloop.lead.oracle;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.reporting.Cell;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.ReportRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A column store that follows a log, and reports asked of it. */
public final class Filled implements AutoCloseable {
    private final ColumnStore store;
    private final MemoryLog log;
    private final ReadModelProcessor processor;

    public Filled(Path file, MemoryLog log) {
        this.log = log;
        store = ColumnStore.open(ColumnStoreSettings.in(file), new FactsProjection().schema());
        processor = new ReadModelProcessor(store, new FactsProjection(), log, log);
        processor.start();
    }

    /** The store, once it knows all of the log. */
    public ColumnStore store() {
        try {
            if (!store.awaitPosition(log.head(), Duration.ofSeconds(60))) {
                throw new AssertionError("the read models did not come to position " + log.head());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return store;
    }

    public Report ask(ReportQuery query, ReportRequest request) {
        return store().read(snapshot -> Report.ask(query, snapshot, request));
    }

    /** The rows as {@link Recount} writes them. */
    static Map<Map<String, @Nullable Object>, Map<String, Object>> rows(Report report) {
        var rows = new LinkedHashMap<Map<String, @Nullable Object>, Map<String, Object>>();
        for (Report.Row compared : report.rows()) {
            ReportRow row = compared.now();
            var columns = new TreeMap<String, Object>();
            for (Cell cell : row.cells()) {
                switch (cell) {
                    case Cell.Count count -> columns.put(count.name(), count.value());
                    case Cell.Rate rate ->
                        columns.put(
                                rate.name(),
                                "%d/%d %s"
                                        .formatted(
                                                rate.ratio().numerator(),
                                                rate.ratio().denominator(),
                                                rate.ratio().open()));
                    case Cell.Value number -> columns.put(number.name(), String.valueOf(number.value()));
                    case Cell.Amounts amounts -> {
                        var totals = new TreeMap<String, String>();
                        amounts.totals()
                                .forEach(total -> totals.put(
                                        total.currency(),
                                        total.amount().stripTrailingZeros().toPlainString()));
                        columns.put(amounts.name(), totals.toString());
                    }
                }
            }
            rows.put(row.key().values(), columns);
        }
        return rows;
    }

    @Override
    public void close() {
        processor.shutDown();
        store.close();
    }
}
