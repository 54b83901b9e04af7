package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.formula.CohortRate;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure.Amounts;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Units;
import io.closedloop.lead.reporting.formula.Waypoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What became of leads, by campaign unless the question names another group. As a cohort, the report follows the passes
 * that began in the period; as a flow, it counts everything by its own date.
 */
public final class CampaignsReport implements ReportQuery {
    /** What is counted of passes, and the names in a pass's row of when and by which event. */
    private enum Passes {
        LEADS("leads", "inquiry", "New leads: first passes that entered INQUIRY."),
        MQLS("mqls", "mql", "Passes that were marketing-qualified."),
        ACCEPTED("accepted", "accepted", "Passes that sales accepted."),
        REJECTED("rejected", "rejected", "Passes that sales rejected."),
        SQLS("sqls", "sql", "Passes that were sales-qualified."),
        WON("won", "won", "Passes that were won."),
        LOST("lost", "lost", "Passes that were lost."),
        DISQUALIFIED("disqualified", "disqualified", "Passes that were disqualified."),
        RECYCLED("recycled", "recycled", "Passes that were sent back to nurturing.");

        private final String column;
        private final String description;
        private final String at;
        private final String position;

        Passes(String column, String name, String description) {
            this.column = column;
            this.description = description;
            this.at = "p.%s_at".formatted(name);
            this.position = "p.%s_position".formatted(name);
        }

        Column column() {
            return Column.count(column, description);
        }

        String holds(boolean strict) {
            return this == ACCEPTED ? StageEntry.ACCEPTED.entered(strict) : at + " IS NOT NULL";
        }
    }

    private static final Column BLOCKED = Column.count(
            "blockedRedeliveries",
            "Attempts to deliver a suppressed identity, each by its own date and under its own source.");
    private static final Column REVENUE = new Column(
            "revenue", Column.Type.MONEY, "Amounts of wins and later revenue, refunds negative, by currency.");
    private static final Column LEAD_TO_WIN =
            Column.ratio("leadToWin", "Of the leads, those that were won, in whatever pass.");
    private static final Column MQL_TO_SQL =
            Column.ratio("mqlToSql", "Of the passes that were marketing-qualified, those that were sales-qualified.");

    /** When a pass begins: the first with its inquiry, a later one with its marketing qualification. */
    private static final String BEGINNING = "CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END";

    /** Passes, and beside a lead's first one what became of its later ones. */
    private static final Units COHORT = Units.ofPasses("""
            SELECT p.*, later.* EXCLUDE (lead_id)
            FROM p
            LEFT JOIN (
                SELECT
                    p.lead_id,
                    min(p.won_at) AS later_won_at,
                    arg_min(p.won_position, p.won_at) AS later_won_position,
                    arg_max(%s, p.pass) AS later_ended
                FROM p
                WHERE p.pass > 1
                GROUP BY p.lead_id) later
            ON p.pass = 1 AND later.lead_id = p.lead_id
            """.formatted(KnownFacts.ENDED), BEGINNING);

    private static final ReportDefinition DEFINITION = new ReportDefinition(
            "campaigns",
            2,
            "What became of the leads of each campaign, or of whatever else they are grouped by.",
            List.of(Basis.COHORT, Basis.FLOW),
            List.of(Group.Field.CAMPAIGN),
            Set.of(Option.STRICT, Option.WITHIN),
            List.of(),
            Stream.concat(
                            Arrays.stream(Passes.values()).map(Passes::column),
                            Stream.of(BLOCKED, REVENUE, LEAD_TO_WIN, MQL_TO_SQL))
                    .toList(),
            List.of(Passes.LEADS.column()),
            Order.IN_TIME);

    @Override
    public ReportDefinition definition() {
        return DEFINITION;
    }

    @Override
    public List<ReportQuery> former() {
        return List.of(new LargestFirst(this));
    }

    @Override
    public List<Formula> formulas(Question question) {
        var formulas = new ArrayList<Formula>();
        for (Passes counted : Passes.values()) {
            formulas.add(new Formula.Count(counted.column(), tally(counted, question)));
        }
        formulas.add(new Formula.Count(BLOCKED, new Tally(Units.attempts(question.facts()), "TRUE", "b.position")));
        formulas.add(new Formula.Total(REVENUE, revenue(question)));
        formulas.add(leadToWin(question));
        formulas.add(mqlToSql(question));
        return formulas;
    }

    private static Tally tally(Passes counted, Question question) {
        String holds = counted.holds(question.request().strict());
        return switch (question.request().basis()) {
            case COHORT -> new Tally(COHORT, holds, counted.position);
            case FLOW -> new Tally(Units.passes(counted.at, holds), "TRUE", counted.position);
        };
    }

    /** A win's amount counts when it was won, later revenue when it came; a reopened closure's counts for nothing. */
    private static Amounts revenue(Question question) {
        String earned = """
                SELECT p.*, p.won_at AS earned_at, p.won_amount AS amount, p.won_currency AS currency,
                    p.won_position AS earned_by
                FROM p
                WHERE p.won_at IS NOT NULL
                UNION ALL
                SELECT p.*, t.occurred_at,
                    CASE WHEN t.revenue_kind = 'REFUND' THEN -t.amount ELSE t.amount END, t.currency, t.position
                FROM (%s) t
                JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass
                WHERE t.event = 'RevenueRecorded'
                  AND (p.reopened_position IS NULL OR t.position > p.reopened_position)
                """.formatted(question.facts().transitions());
        String at = switch (question.request().basis()) {
            case COHORT -> BEGINNING;
            case FLOW -> "p.earned_at";
        };
        return new Amounts(Units.ofPasses(earned, at), "p.amount", "p.currency", "p.earned_by");
    }

    /**
     * A lead may be won in any of its passes, and is open until the latest of them has ended. Only a registration
     * enters INQUIRY, and it begins the first pass: whoever entered INQUIRY ({@code p.inquiry_at IS NOT NULL}) is a
     * first pass ({@code p.pass = 1}), and every first pass did. So one row stands for each lead.
     */
    private static Formula leadToWin(Question question) {
        Waypoint lead = Waypoint.of(StageEntry.INQUIRY, false);
        return switch (question.request().basis()) {
            case COHORT ->
                CohortRate.of(
                                lead,
                                Waypoint.of(
                                        "coalesce(p.won_at, p.later_won_at)",
                                        "coalesce(p.won_position, p.later_won_position)"))
                        .over(COHORT)
                        .until("coalesce(p.later_ended, %s)".formatted(KnownFacts.ENDED))
                        .formula(LEAD_TO_WIN, question);
            case FLOW -> CohortRate.of(lead, Waypoint.of(StageEntry.WON, false)).formula(LEAD_TO_WIN, question);
        };
    }

    private static Formula mqlToSql(Question question) {
        return CohortRate.of(Waypoint.of(StageEntry.MQL, false), Waypoint.of(StageEntry.SQL, false))
                .over(COHORT)
                .formula(MQL_TO_SQL, question);
    }
}
