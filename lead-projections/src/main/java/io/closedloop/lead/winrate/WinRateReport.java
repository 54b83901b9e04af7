package io.closedloop.lead.winrate;

import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Cell;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.Formula;
import io.closedloop.lead.reporting.Measure.Tally;
import io.closedloop.lead.reporting.Question;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRow;
import io.closedloop.lead.reporting.Units;
import java.util.List;
import java.util.Set;

/**
 * The three numbers that go by the name of win rate. Two are of the opportunities that ended in the period, and differ
 * in what they call a loss; the third is of those that were created in the period.
 */
public final class WinRateReport implements ReportQuery {
    private static final Column NARROW = Column.ratio(
            "narrow", "Of the opportunities won or lost in the period, those won; a NO_DECISION is neither.");
    private static final Column BROAD = Column.ratio(
            "broad", "The same, with those that ended in NO_DECISION or were disqualified as SQL in the denominator.");
    private static final Column CREATED = Column.ratio(
            "created",
            "Of the passes that entered SQL in the period, those won since (cohort); wins per entries into SQL (flow).");

    private static final ReportDefinition DEFINITION = new ReportDefinition(
            "winRate",
            1,
            "How many opportunities are won: of those that ended, narrowly and broadly, and of those created.",
            List.of(Basis.COHORT, Basis.FLOW),
            List.of(),
            Set.of(Option.WITHIN),
            List.of(),
            List.of(NARROW, BROAD, CREATED));

    /** Opportunities that ended, each by the closure that stands: {@code WON}, {@code LOST}, or {@code OUT}. */
    private static final Units ENDED = Units.ofPasses("""
            SELECT p.*, p.won_at AS ended_at, p.won_position AS ended_by, 'WON' AS ending
            FROM p
            WHERE p.won_at IS NOT NULL
            UNION ALL
            SELECT p.*, p.lost_at, p.lost_position,
                CASE WHEN p.lost_reason = 'NO_DECISION' THEN 'OUT' ELSE 'LOST' END
            FROM p
            WHERE p.lost_at IS NOT NULL
            UNION ALL
            SELECT p.*, p.disqualified_at, p.disqualified_position, 'OUT'
            FROM p
            WHERE p.disqualified_from = 'SQL'
            """, "p.ended_at");

    private static final Tally WON = new Tally(ENDED, "p.ending = 'WON'", "p.ended_by");
    private static final Tally WON_OR_LOST = new Tally(ENDED, "p.ending IN ('WON', 'LOST')", "p.ended_by");
    private static final Tally ALL = new Tally(ENDED, "TRUE", "p.ended_by");
    /** What has ended arrives no more. */
    private static final Tally OPEN = new Tally(ENDED, "FALSE", "p.ended_by");

    @Override
    public ReportDefinition definition() {
        return DEFINITION;
    }

    @Override
    public List<Formula> formulas(Question question) {
        return List.of(
                new Formula.Rate(NARROW, WON, WON_OR_LOST, OPEN, true),
                new Formula.Rate(BROAD, WON, ALL, OPEN, true),
                created(question));
    }

    private static Formula created(Question question) {
        Units opportunities = entering(Entry.SQL);
        return switch (question.request().basis()) {
            case COHORT -> {
                String old = question.isOldEnough("p.sql_at");
                yield new Formula.Rate(
                        CREATED,
                        new Tally(
                                opportunities,
                                "p.won_at IS NOT NULL AND %s AND %s"
                                        .formatted(old, question.isSoonEnough("p.won_at", "p.sql_at")),
                                "p.won_position"),
                        new Tally(opportunities, old, "p.sql_position"),
                        new Tally(
                                opportunities,
                                "p.won_at IS NULL AND NOT (%s) AND %s".formatted(KnownFacts.ENDED, old),
                                "p.sql_position"),
                        true);
            }
            case FLOW ->
                new Formula.Rate(
                        CREATED,
                        new Tally(entering(Entry.WON), "TRUE", "p.won_position"),
                        new Tally(opportunities, "TRUE", "p.sql_position"),
                        null,
                        false);
        };
    }

    private static Units entering(Entry stage) {
        return Units.passes("p." + stage.column(), stage.entered(false));
    }

    /** All opportunities that ended. */
    @Override
    public long mainCount(ReportRow row) {
        return row.cell(BROAD.name()) instanceof Cell.Rate rate ? rate.ratio().denominator() : 0;
    }
}
