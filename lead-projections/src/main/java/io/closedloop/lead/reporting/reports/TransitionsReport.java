package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure.Durations;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Units;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The visits to each stage that ended in the period: where they led, and how long they took. Every re-entry is a visit
 * of its own, and moves backward are moves.
 */
public final class TransitionsReport implements ReportQuery {
    private static final Column COUNT = Column.count("count", "Visits that ended so.");
    private static final Column SHARE =
            Column.ratio("share", "Of all visits to the stage that ended, those that ended so.");
    private static final Column MEDIAN =
            new Column("medianSeconds", Column.Type.SECONDS, "Half of the visits took no longer.");
    private static final Column P90 =
            new Column("p90Seconds", Column.Type.SECONDS, "Nine in ten of the visits took no longer.");

    private static final List<String> STAGES =
            Arrays.stream(Status.values()).map(Status::name).toList();

    private static final ReportDefinition DEFINITION = new ReportDefinition(
            "transitions",
            2,
            "Where leads go from each stage, and how long they stay there.",
            List.of(Basis.FLOW),
            List.of(),
            Set.of(Option.STRICT),
            List.of(
                    new Dimension("from", "The stage that was left.", STAGES),
                    new Dimension("to", "The stage that was entered.", STAGES)),
            List.of(COUNT, SHARE, MEDIAN, P90),
            List.of(COUNT),
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
        Units visits = Units.ofPasses(
                visits(question.facts().transitions(), question.request().strict()),
                "p.left_at",
                "p.from_stage",
                "p.to_stage");
        var count = new Tally(visits, "TRUE", "p.left_by");
        var seconds = new Durations(visits, "epoch_us(p.left_at - p.entered_at) / 1000000.0", "p.left_by");
        return List.of(
                new Formula.Count(COUNT, count),
                new Formula.Share(SHARE, count),
                new Formula.Quantile(MEDIAN, seconds, 0.5),
                new Formula.Quantile(P90, seconds, 0.9));
    }

    /**
     * A visit belongs to the pass in which it began: what ends a visit to {@code NURTURE} begins the next one. An
     * implied acceptance stands right before the sales qualification that implied it; strictly there was none, and the
     * visit that it ended went on to that.
     */
    private static String visits(String transitions, boolean strict) {
        String moved = "t.from_stage IS NOT NULL AND t.from_stage <> t.to_stage";
        return """
                SELECT p.*, v.from_stage, v.to_stage, v.entered_at, v.left_at, v.left_by
                FROM (
                    SELECT
                        t.lead_id,
                        CASE WHEN t.event = 'LeadMarketingQualified' AND t.from_stage = 'NURTURE'
                            THEN t.pass - 1 ELSE t.pass END AS pass,
                        %s AS from_stage,
                        t.to_stage,
                        %s AS entered_at,
                        t.occurred_at AS left_at,
                        t.position AS left_by
                    FROM (%s) t
                    %s
                    WHERE %s) v
                JOIN p ON p.lead_id = v.lead_id AND p.pass = v.pass
                """.formatted(
                        strict ? "coalesce(i.from_stage, t.from_stage)" : "t.from_stage",
                        strict ? "coalesce(i.from_since, t.from_since)" : "t.from_since",
                        transitions,
                        strict
                                ? "LEFT JOIN (SELECT * FROM transition WHERE implied) i ON i.lead_id = t.lead_id AND i.position + 1 = t.position"
                                : "",
                        strict ? moved + " AND NOT t.implied" : moved);
    }
}
