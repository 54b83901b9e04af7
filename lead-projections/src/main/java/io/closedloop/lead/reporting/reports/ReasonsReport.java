package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure.Amounts;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Units;
import java.util.List;
import java.util.Set;

/** The reasons that were given in the period, each kind a Pareto list of its own. */
public final class ReasonsReport implements ReportQuery {
    private static final Column COUNT = Column.count("count", "How often the reason was given.");
    private static final Column SHARE = Column.ratio("share", "Of all reasons of the kind, this one.");
    private static final Column CUMULATIVE = new Column(
            "cumulativeShare",
            Column.Type.NUMBER,
            "The share of this reason and of the more frequent ones of its kind.");
    private static final Column AT_STAKE =
            new Column("amountAtStake", Column.Type.MONEY, "What was expected of the leads just before, by currency.");

    private static final ReportDefinition DEFINITION = new ReportDefinition(
            "reasons",
            2,
            "Why leads are disqualified, rejected, recycled and lost, and how much was at stake.",
            List.of(Basis.FLOW),
            List.of(),
            Set.of(),
            List.of(
                    new Dimension(
                            "kind",
                            "What the reason was given for.",
                            List.of("DISQUALIFICATION", "REJECTION", "RECYCLE", "LOSS", "ROOT_CAUSE")),
                    new Dimension("reason", "The code of the playbook.", List.of())),
            List.of(COUNT, SHARE, CUMULATIVE, AT_STAKE),
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
        Units given = Units.ofPasses(given(question.facts().transitions()), "p.given_at", "p.kind", "p.reason");
        var count = new Tally(given, "TRUE", "p.given_by");
        return List.of(
                new Formula.Count(COUNT, count),
                new Formula.Share(SHARE, count),
                new Formula.CumulativeShare(CUMULATIVE, count),
                new Formula.Total(
                        AT_STAKE, new Amounts(given, "p.expected_amount", "p.expected_currency", "p.given_by")));
    }

    /** Of losses only the one that stands, with its reason as it was amended. */
    private static String given(String transitions) {
        String standing = "(t.event <> 'LeadLost' OR t.position = p.lost_position)";
        String columns = """
                t.occurred_at AS given_at,
                t.position AS given_by,
                t.expected_amount,
                t.expected_currency
                FROM (%s) t
                JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass
                """.formatted(transitions);
        return """
                SELECT p.*,
                    CASE t.event
                        WHEN 'LeadDisqualified' THEN 'DISQUALIFICATION'
                        WHEN 'LeadRejected' THEN 'REJECTION'
                        WHEN 'LeadRecycled' THEN 'RECYCLE'
                        ELSE 'LOSS' END AS kind,
                    CASE t.event WHEN 'LeadLost' THEN p.lost_reason ELSE t.reason END AS reason,
                %1$s
                WHERE t.event IN ('LeadDisqualified', 'LeadRejected', 'LeadRecycled', 'LeadLost') AND %2$s
                UNION ALL
                SELECT p.*, 'ROOT_CAUSE', t.root_cause,
                %1$s
                WHERE t.root_cause IS NOT NULL AND %2$s
                """.formatted(columns, standing);
    }
}
