package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.formula.CohortRate;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Units;
import io.closedloop.lead.reporting.formula.Waypoint;
import java.util.List;
import java.util.Set;

/**
 * The three numbers that are called win rate. Two are about the opportunities that ended in the period, and differ in
 * what they call a loss; the third is about those that were created in the period.
 */
public final class WinRateReport implements ReportQuery {
    private static final Column NARROW = Column.ratio(
            "narrow",
            "Of the opportunities won or lost in the period, those won; a loss without a decision counts as neither, and no duplicate counts.");
    private static final Column BROAD = Column.ratio(
            "broad",
            "The same, with those that ended without a decision or were disqualified as SQL in the denominator; no duplicate counts.");
    private static final Column CREATED = Column.ratio(
            "created",
            "Of the passes that entered SQL in the period, those won since (cohort); wins per entries into SQL (flow); no duplicate counts.");

    private static final ReportDefinition DEFINITION = definition(2, List.of(NARROW, BROAD, CREATED), Order.IN_TIME);

    private static final ReportDefinition FIRST_DEFINITION = definition(
            1,
            List.of(
                    Column.ratio(
                            "narrow",
                            "Of the opportunities won or lost in the period, those won; a NO_DECISION counts as neither."),
                    Column.ratio(
                            "broad",
                            "The same, with those that ended in NO_DECISION or were disqualified as SQL in the denominator."),
                    Column.ratio(
                            "created",
                            "Of the passes that entered SQL in the period, those won since (cohort); wins per entries into SQL (flow).")),
            Order.LARGEST_FIRST);

    /** Whoever is disqualified as a duplicate was no opportunity of its own, whatever stage that was in. */
    private static final String NO_DUPLICATE = "NOT p.disqualified_duplicate";

    private final ReportDefinition definition;
    /** The condition that a pass counts at all. */
    private final String counts;

    private final Tally won;
    private final Tally wonOrLost;
    private final Tally all;
    /** What has ended arrives no more. */
    private final Tally open;

    /** As it counts now: by what the playbook says of the reasons. */
    public WinRateReport() {
        this(DEFINITION, "p.lost_derailed", NO_DUPLICATE);
    }

    /** As it counted first: by one code, and duplicates like all others. */
    public static WinRateReport first() {
        return new WinRateReport(FIRST_DEFINITION, "p.lost_reason = 'NO_DECISION'", "TRUE");
    }

    private WinRateReport(ReportDefinition definition, String derailed, String counts) {
        this.definition = definition;
        this.counts = counts;
        Units ended = ended(derailed, counts);
        won = new Tally(ended, "p.ending = 'WON'", "p.ended_by");
        wonOrLost = new Tally(ended, "p.ending IN ('WON', 'LOST')", "p.ended_by");
        all = new Tally(ended, "TRUE", "p.ended_by");
        open = new Tally(ended, "FALSE", "p.ended_by");
    }

    private static ReportDefinition definition(int version, List<Column> columns, Order order) {
        return new ReportDefinition(
                "winRate",
                version,
                "How many opportunities are won: of those that ended, narrowly and broadly, and of those created.",
                List.of(Basis.COHORT, Basis.FLOW),
                List.of(),
                Set.of(Option.WITHIN),
                List.of(),
                columns,
                List.of(BROAD),
                order);
    }

    /** Opportunities that ended, each by the closure that stands: {@code WON}, {@code LOST}, or {@code OUT}. */
    private static Units ended(String derailed, String counts) {
        return Units.ofPasses("""
                SELECT p.*, p.won_at AS ended_at, p.won_position AS ended_by, 'WON' AS ending
                FROM p
                WHERE p.won_at IS NOT NULL AND %2$s
                UNION ALL
                SELECT p.*, p.lost_at, p.lost_position, CASE WHEN %1$s THEN 'OUT' ELSE 'LOST' END
                FROM p
                WHERE p.lost_at IS NOT NULL AND %2$s
                UNION ALL
                SELECT p.*, p.disqualified_at, p.disqualified_position, 'OUT'
                FROM p
                WHERE p.disqualified_from = 'SQL' AND %2$s
                """.formatted(derailed, counts), "p.ended_at");
    }

    @Override
    public ReportDefinition definition() {
        return definition;
    }

    @Override
    public List<ReportQuery> former() {
        return definition.version() == 1 ? List.of() : List.of(first());
    }

    @Override
    public List<Formula> formulas(Question question) {
        List<Column> columns = definition.columns();
        return List.of(
                new Formula.Rate(columns.get(0), won, wonOrLost, open, true),
                new Formula.Rate(columns.get(1), won, all, open, true),
                CohortRate.of(Waypoint.of(StageEntry.SQL, false), Waypoint.of(StageEntry.WON, false))
                        .among(counts)
                        .formula(columns.get(2), question));
    }
}
