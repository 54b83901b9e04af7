package io.closedloop.lead.funnel;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Question;
import io.closedloop.lead.reporting.Question.Subject;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.RowKey;
import io.closedloop.lead.reporting.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The funnel: entries into every stage, and from stage to stage how many passes went on. One scan of the passes for
 * each stage, because in a row by date a pass counts at the date of that very entry.
 */
public final class FunnelReport implements ReportQuery<FunnelRow> {
    /** The way forward; every earlier stage is set against every later one. */
    private static final List<Entry> FORWARD = List.of(Entry.INQUIRY, Entry.MQL, Entry.ACCEPTED, Entry.SQL, Entry.WON);

    private static final List<Entry> WAYS_OUT = List.of(Entry.LOST, Entry.DISQUALIFIED, Entry.NURTURE);

    private static final ReportDefinition DEFINITION =
            new ReportDefinition("funnel", 1, List.of(), Set.of(Option.FLOW, Option.STRICT));

    @Override
    public ReportDefinition definition() {
        return DEFINITION;
    }

    @Override
    public Report<FunnelRow> ask(Snapshot snapshot, ReportRequest request) throws SQLException {
        var question = Question.of(request, snapshot);
        var counts = new HashMap<RowKey, Counts>();
        if (request.groupBy().isEmpty()) {
            counts.put(RowKey.EMPTY, new Counts());
        }
        var branches = new ArrayList<Sql>();
        for (Entry stage : Entry.values()) {
            branches.add(branch(stage, question));
        }
        Sql sql = question.withPasses().then(Sql.join("\nUNION ALL\n", branches));
        snapshot.query(sql.text(), sql.parameters(), row -> {
            Counts counted = counts.computeIfAbsent(question.key(row), _ -> new Counts());
            int column = question.firstColumn();
            Entry stage = Entry.valueOf(row.getString(column++));
            counted.entries.put(stage, row.getLong(column++));
            for (Entry target : Entry.values()) {
                counted.reached.put(new Pair(stage, target), row.getLong(column++));
                counted.open.put(new Pair(stage, target), row.getLong(column++));
            }
            return counted;
        });
        List<FunnelRow> rows = counts.entrySet().stream()
                .map(counted -> counted.getValue().row(counted.getKey(), request.basis()))
                .toList();
        return Report.of(DEFINITION, request, question.known(), rows);
    }

    @Override
    public FunnelRow nothing(RowKey key) {
        return new Counts().row(key, Basis.COHORT);
    }

    /**
     * The passes that entered one stage in the period, and how many of them reached, or may still reach, each other
     * one.
     */
    private static Sql branch(Entry stage, Question question) {
        boolean strict = question.request().strict();
        var counted = new StringBuilder("'%s' AS stage, count(*) AS entries".formatted(stage));
        for (Entry target : Entry.values()) {
            String reached = entered(target, strict);
            counted.append(", count(*) FILTER (%s)".formatted(reached));
            counted.append(
                    ", count(*) FILTER (NOT (%s) AND coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NULL)"
                            .formatted(reached));
        }
        String at = "p." + stage.column();
        return Sql.of(question.select(Subject.PASS, at, counted.toString()) + " FROM p")
                .then(question.where(Subject.PASS, at))
                .then("AND " + entered(stage, strict))
                .then(Question.GROUPED);
    }

    private static String entered(Entry entry, boolean strict) {
        String entered = "p.%s IS NOT NULL".formatted(entry.column());
        return strict && entry == Entry.ACCEPTED ? entered + " AND NOT p.accepted_implied" : entered;
    }

    private record Pair(Entry from, Entry to) {}

    private static final class Counts {
        private final Map<Entry, Long> entries = new EnumMap<>(Entry.class);
        private final Map<Pair, Long> reached = new HashMap<>();
        private final Map<Pair, Long> open = new HashMap<>();

        FunnelRow row(RowKey key, Basis basis) {
            for (Entry entry : Entry.values()) {
                entries.putIfAbsent(entry, 0L);
            }
            var conversions = new ArrayList<Conversion>();
            for (Entry from : FORWARD.subList(0, FORWARD.size() - 1)) {
                for (Entry to : FORWARD.subList(FORWARD.indexOf(from) + 1, FORWARD.size())) {
                    conversions.add(conversion(from, to, basis));
                }
                for (Entry to : WAYS_OUT) {
                    conversions.add(conversion(from, to, basis));
                }
            }
            return new FunnelRow(key, entries, conversions);
        }

        private Conversion conversion(Entry from, Entry to, Basis basis) {
            var pair = new Pair(from, to);
            long denominator = entries.getOrDefault(from, 0L);
            return new Conversion(
                    from,
                    to,
                    switch (basis) {
                        case COHORT ->
                            Ratio.ofCohort(reached.getOrDefault(pair, 0L), denominator, open.getOrDefault(pair, 0L));
                        case FLOW -> Ratio.ofFlow(entries.getOrDefault(to, 0L), denominator);
                    });
        }
    }
}
