package io.closedloop.lead.campaigns;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.MoneyTotal;
import io.closedloop.lead.reporting.Question;
import io.closedloop.lead.reporting.Question.Subject;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.RowKey;
import io.closedloop.lead.reporting.Rows;
import io.closedloop.lead.reporting.Sql;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of leads: by campaign, unless the question says otherwise. As a cohort, the passes that began in the
 * period and everything that they have come to since; as a flow, everything by its own date.
 */
public final class CampaignsReport implements ReportQuery<CampaignRow> {
    /** What is counted of passes, and the time in a pass's row that it is counted by. */
    private enum Column {
        LEADS("p.inquiry_at", "p.pass = 1"),
        MQLS("p.mql_at", "TRUE"),
        ACCEPTED("p.accepted_at", "TRUE"),
        REJECTED("p.rejected_at", "TRUE"),
        SQLS("p.sql_at", "TRUE"),
        WON("p.won_at", "TRUE"),
        LOST("p.lost_at", "TRUE"),
        DISQUALIFIED("p.disqualified_at", "TRUE"),
        RECYCLED("p.recycled_at", "TRUE");

        private final String at;
        private final String condition;

        Column(String at, String condition) {
            this.at = at;
            this.condition = condition;
        }

        String holds(boolean strict) {
            String strictly = strict && this == ACCEPTED ? " AND NOT p.accepted_implied" : "";
            return "%s IS NOT NULL AND %s%s".formatted(at, condition, strictly);
        }
    }

    /** When a pass begins: the first with its inquiry, a later one with its marketing qualification. */
    private static final String BEGINNING = "CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END";

    private static final String OUTCOMES =
            "lead_id, pass, inquiry_at, mql_at, accepted_at, sql_at, won_at, lost_at, disqualified_at, nurture_at, "
                    + "accepted_implied, rejected_at, recycled_at";

    private static final String AMOUNTS =
            "lead_id, pass, inquiry_at, mql_at, won_at, won_amount, won_currency, reopened_position";

    private static final ReportDefinition DEFINITION =
            new ReportDefinition("campaigns", 1, List.of(Group.Field.CAMPAIGN), Set.of(Option.FLOW, Option.STRICT));

    @Override
    public ReportDefinition definition() {
        return DEFINITION;
    }

    @Override
    public Report<CampaignRow> ask(Snapshot snapshot, ReportRequest request) throws SQLException {
        var question = Question.of(request, snapshot);
        var counts = new Rows<>(request, Counts::new);
        switch (request.basis()) {
            case COHORT -> countCohort(snapshot, question, counts);
            case FLOW -> countFlow(snapshot, question, counts);
        }
        addRevenue(snapshot, question, counts);
        countBlocked(snapshot, question, counts);
        List<CampaignRow> rows = counts.toList((key, counted) -> counted.row(key, request.basis()));
        return Report.of(DEFINITION, request, question.known(), rows);
    }

    @Override
    public CampaignRow nothing(RowKey key) {
        return new Counts().row(key, Basis.COHORT);
    }

    private static void countCohort(Snapshot snapshot, Question question, Rows<Counts> counts) throws SQLException {
        boolean strict = question.request().strict();
        String won = "(p.won_at IS NOT NULL OR coalesce(later.won, FALSE))";
        String ended =
                "coalesce(later.ended, coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL)";
        var counted = new ArrayList<String>();
        for (Column column : Column.values()) {
            counted.add("count(*) FILTER (%s)".formatted(column.holds(strict)));
        }
        counted.add("count(*) FILTER (p.pass = 1 AND %s)".formatted(won));
        counted.add("count(*) FILTER (p.pass = 1 AND NOT %s AND NOT %s)".formatted(won, ended));
        counted.add("count(*) FILTER (p.mql_at IS NOT NULL AND p.sql_at IS NOT NULL)");
        counted.add("""
                count(*) FILTER (p.mql_at IS NOT NULL AND p.sql_at IS NULL
                    AND coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NULL)
                """);
        Sql sql = question.withPasses(OUTCOMES)
                .then(question.select(Subject.PASS, BEGINNING, String.join(", ", counted)))
                .then("""
                        FROM p
                        LEFT JOIN (
                            SELECT
                                lead_id,
                                bool_or(won_at IS NOT NULL) AS won,
                                arg_max(coalesce(won_at, lost_at, disqualified_at, nurture_at) IS NOT NULL, pass) AS ended
                            FROM p
                            WHERE pass > 1
                            GROUP BY lead_id) later
                        ON p.pass = 1 AND later.lead_id = p.lead_id
                        """)
                .then(question.where(Subject.PASS, BEGINNING))
                .then(Question.GROUPED);
        snapshot.query(sql.text(), sql.parameters(), row -> {
            Counts found = counts.of(question.key(row));
            int next = question.firstColumn();
            for (Column column : Column.values()) {
                found.passes.put(column, row.getLong(next++));
            }
            found.leadsWon = row.getLong(next++);
            found.leadsOpen = row.getLong(next++);
            found.mqlsQualified = row.getLong(next++);
            found.mqlsOpen = row.getLong(next);
            return found;
        });
    }

    private static void countFlow(Snapshot snapshot, Question question, Rows<Counts> counts) throws SQLException {
        var branches = new ArrayList<Sql>();
        for (Column column : Column.values()) {
            branches.add(
                    Sql.of(question.select(Subject.PASS, column.at, "'%s', count(*)".formatted(column)) + " FROM p")
                            .then(question.where(Subject.PASS, column.at))
                            .then("AND " + column.holds(question.request().strict()))
                            .then(Question.GROUPED));
        }
        Sql sql = question.withPasses(OUTCOMES).then(Sql.join("\nUNION ALL\n", branches));
        snapshot.query(sql.text(), sql.parameters(), row -> {
            Counts found = counts.of(question.key(row));
            int next = question.firstColumn();
            found.passes.put(Column.valueOf(row.getString(next)), row.getLong(next + 1));
            return found;
        });
    }

    private static void addRevenue(Snapshot snapshot, Question question, Rows<Counts> counts) throws SQLException {
        String at = switch (question.request().basis()) {
            case COHORT -> BEGINNING;
            case FLOW -> "m.at";
        };
        Sql sql = question.withPasses(AMOUNTS)
                .then(question.select(Subject.PASS, at, "m.currency, sum(m.amount)"))
                .then("""
                        FROM (
                            SELECT lead_id, pass, won_at AS at, won_amount AS amount, won_currency AS currency
                            FROM p
                            WHERE won_at IS NOT NULL
                            UNION ALL
                            %s) m
                        JOIN p ON p.lead_id = m.lead_id AND p.pass = m.pass
                        """.formatted(question.facts().laterRevenue()))
                .then(question.where(Subject.PASS, at))
                .then(Question.GROUPED);
        snapshot.query(sql.text(), sql.parameters(), row -> {
            Counts found = counts.of(question.key(row));
            int next = question.firstColumn();
            found.revenue.merge(row.getString(next), row.getBigDecimal(next + 1), BigDecimal::add);
            return found;
        });
    }

    private static void countBlocked(Snapshot snapshot, Question question, Rows<Counts> counts) throws SQLException {
        String at = "b.occurred_at";
        Sql sql = Sql.of(question.select(Subject.ATTEMPT, at, "count(*)"))
                .then("FROM (%s) b".formatted(question.facts().blockedDeliveries()))
                .then(question.where(Subject.ATTEMPT, at))
                .then(Question.GROUPED);
        snapshot.query(sql.text(), sql.parameters(), row -> {
            Counts found = counts.of(question.key(row));
            found.blocked = row.getLong(question.firstColumn());
            return found;
        });
    }

    private static final class Counts {
        private final Map<Column, Long> passes = new EnumMap<>(Column.class);
        private final Map<String, BigDecimal> revenue = new TreeMap<>();
        private long leadsWon;
        private long leadsOpen;
        private long mqlsQualified;
        private long mqlsOpen;
        private long blocked;

        private long of(Column column) {
            return passes.getOrDefault(column, 0L);
        }

        CampaignRow row(RowKey key, Basis basis) {
            return new CampaignRow(
                    key,
                    of(Column.LEADS),
                    of(Column.MQLS),
                    of(Column.ACCEPTED),
                    of(Column.REJECTED),
                    of(Column.SQLS),
                    of(Column.WON),
                    of(Column.LOST),
                    of(Column.DISQUALIFIED),
                    of(Column.RECYCLED),
                    blocked,
                    revenue.entrySet().stream()
                            .map(total -> new MoneyTotal(total.getValue(), total.getKey()))
                            .toList(),
                    switch (basis) {
                        case COHORT -> Ratio.ofCohort(leadsWon, of(Column.LEADS), leadsOpen);
                        case FLOW -> Ratio.ofFlow(of(Column.WON), of(Column.LEADS));
                    },
                    switch (basis) {
                        case COHORT -> Ratio.ofCohort(mqlsQualified, of(Column.MQLS), mqlsOpen);
                        case FLOW -> Ratio.ofFlow(of(Column.SQLS), of(Column.MQLS));
                    });
        }
    }
}
