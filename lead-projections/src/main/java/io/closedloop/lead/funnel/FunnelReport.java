package io.closedloop.lead.funnel;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.funnel.FunnelCounts.Step;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Question;
import io.closedloop.lead.reporting.Question.Subject;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.RowKey;
import io.closedloop.lead.reporting.Rows;
import io.closedloop.lead.reporting.Sql;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The funnel: entries into every stage, and from stage to stage how many passes went on. One scan of the passes for
 * each stage, because in a row by date a pass counts at the date of that very entry.
 */
public final class FunnelReport implements ReportQuery<FunnelRow> {
    private static final String COLUMNS =
            "inquiry_at, mql_at, accepted_at, sql_at, won_at, lost_at, disqualified_at, nurture_at, accepted_implied";

    private static final ReportDefinition DEFINITION =
            new ReportDefinition("funnel", 1, List.of(), Set.of(Option.FLOW, Option.STRICT));

    @Override
    public ReportDefinition definition() {
        return DEFINITION;
    }

    @Override
    public Report<FunnelRow> ask(Snapshot snapshot, ReportRequest request) throws SQLException {
        var question = Question.of(request, snapshot);
        var rows = new Rows<>(request, FunnelCounts::new);
        List<Sql> branches = Arrays.stream(Entry.values())
                .map(stage -> branch(stage, question))
                .toList();
        Sql sql = question.withPasses(COLUMNS).then(Sql.join("\nUNION ALL\n", branches));
        snapshot.query(sql.text(), sql.parameters(), row -> {
            FunnelCounts counts = rows.of(question.key(row));
            int column = question.firstColumn();
            Entry stage = Entry.valueOf(row.getString(column++));
            counts.enter(stage, row.getLong(column++));
            for (Step step : FunnelCounts.STEPS) {
                if (step.from() == stage) {
                    int reached = column + 2 * FunnelCounts.STAGES.indexOf(step.to());
                    counts.step(step, row.getLong(reached), row.getLong(reached + 1));
                }
            }
            return counts;
        });
        return Report.of(
                DEFINITION,
                request,
                question.known(),
                rows.toList((key, counts) -> new FunnelRow(key, request.basis(), counts)));
    }

    @Override
    public FunnelRow nothing(RowKey key) {
        return new FunnelRow(key, Basis.COHORT, new FunnelCounts());
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
}
