package io.closedloop.lead.oracle;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.answer.Explanation;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.formula.ReportQuery;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column store that follows a log, and reports asked of it. */
public final class Filled implements AutoCloseable {
    private final ColumnStore store;
    private final MemoryLog log;
    private final ReadModelProcessor processor;

    public Filled(Path file, MemoryLog log) {
        this(log, ColumnStoreSettings.in(file));
    }

    public Filled(MemoryLog log, ColumnStoreSettings settings) {
        this.log = log;
        store = ColumnStore.open(settings, new FactsProjection().schema());
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

    /** Asks as one would over HTTP, with the text of every parameter. */
    Report ask(Recount.Name report, Asked asked, @Nullable Instant asOf, @Nullable String compareTo) {
        ReportQuery query = report.query(asked.definition());
        Map<String, List<String>> parameters = parameters(report, asked, asOf);
        if (compareTo != null) {
            parameters.put("compareTo", List.of(compareTo));
        }
        return ask(query, ReportRequest.parse(parameters, query.definition()));
    }

    /** What stands behind a number, page by page. */
    List<LeadsBehind.Unit> behind(CellAddress cell, @Nullable Instant asOf, int pageSize) {
        ReportQuery query = cell.report().query(cell.asked().definition());
        CellRequest request = CellRequest.parse(parameters(cell, asOf), query.definition());
        return store().read(snapshot -> {
            var units = new ArrayList<LeadsBehind.Unit>();
            String cursor = null;
            do {
                LeadsBehind page = LeadsBehind.ask(query, snapshot, request, pageSize, cursor);
                units.addAll(page.units());
                cursor = page.nextCursor();
            } while (cursor != null);
            return units;
        });
    }

    /** What became of a number since {@code earlier}, page by page, all of it in one. */
    Explanation explain(CellAddress cell, Instant earlier, @Nullable Instant asOf, int pageSize) {
        ReportQuery query = cell.report().query(cell.asked().definition());
        CellRequest request = CellRequest.parse(parameters(cell, asOf), query.definition());
        return store().read(snapshot -> {
            Explanation page = Explanation.ask(query, snapshot, request, earlier, pageSize, null);
            var changes = new ArrayList<>(page.changes());
            while (page.nextCursor() != null) {
                page = Explanation.ask(query, snapshot, request, earlier, pageSize, page.nextCursor());
                changes.addAll(page.changes());
            }
            return new Explanation(page.before(), page.now(), changes, null);
        });
    }

    private static Map<String, List<String>> parameters(CellAddress cell, @Nullable Instant asOf) {
        Map<String, List<String>> parameters = parameters(cell.report(), cell.asked(), asOf);
        parameters.putAll(cell.parameters());
        return parameters;
    }

    private static Map<String, List<String>> parameters(Recount.Name report, Asked asked, @Nullable Instant asOf) {
        var parameters = new LinkedHashMap<String, List<String>>(asked.filters());
        parameters.put("zone", List.of(asked.zone().getId()));
        parameters.put("groupBy", List.of(String.join(",", asked.groupBy())));
        if (report.query(asked.definition()).definition().bases().size() > 1) {
            parameters.put("basis", List.of(asked.flow() ? "flow" : "cohort"));
        }
        if (asked.strict()) {
            parameters.put("strict", List.of("true"));
        }
        if (asked.within() != null) {
            parameters.put("within", List.of(asked.within().toString()));
        }
        parameters.put(
                "definition",
                List.of(String.valueOf(
                        report.query(asked.definition()).definition().version())));
        Asked.Dates dates = asked.dates();
        if (asked.isAbout("week") && dates.weekStart() != DayOfWeek.MONDAY) {
            parameters.put("weekStart", List.of(dates.weekStart().name()));
        }
        if (asked.isAbout("quarter", "year") && dates.yearStart() > 1) {
            parameters.put("fiscalYearStart", List.of("%02d".formatted(dates.yearStart())));
        }
        if (asked.isByDatesAlone() && asked.definition() > 1 && !dates.gaps()) {
            parameters.put("gaps", List.of("false"));
        }
        put(parameters, "from", asked.from());
        put(parameters, "to", asked.to());
        put(parameters, "asOf", asOf);
        return parameters;
    }

    private static void put(Map<String, List<String>> parameters, String name, @Nullable Instant instant) {
        if (instant != null) {
            parameters.put(name, List.of(instant.toString()));
        }
    }

    @Override
    public void close() {
        processor.shutDown();
        store.close();
    }
}
