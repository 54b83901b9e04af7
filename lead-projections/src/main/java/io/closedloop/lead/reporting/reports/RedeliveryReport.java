package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Units;
import io.closedloop.lead.reporting.formula.Units.Subject;
import java.util.List;
import java.util.Set;

/**
 * Whether suppressed identities stay out. The report does not trust the rule that forbids deliveries: it counts claims
 * of identities that were suppressed at that moment.
 */
public final class RedeliveryReport implements ReportQuery {
    private static final Column DELIVERED = Column.count(
            "delivered", "Deliveries of identities that were suppressed at the time. Anything but 0 is a fault.");
    private static final Column BLOCKED =
            Column.count("blocked", "Attempts that were refused, each under its own source.");
    private static final Column SUPPRESSED = Column.count(
            "suppressed", "Identities suppressed in the period that still are, under the disqualified lead's source.");

    private static final ReportDefinition DEFINITION = new ReportDefinition(
            "redelivery",
            2,
            "Whether any suppressed identity was delivered again, how often somebody tried, and how many identities are suppressed.",
            List.of(Basis.FLOW),
            List.of(),
            Set.of(),
            List.of(),
            List.of(DELIVERED, BLOCKED, SUPPRESSED),
            List.of(BLOCKED),
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
        return List.of(
                new Formula.Count(DELIVERED, delivered(question)),
                new Formula.Count(BLOCKED, new Tally(Units.attempts(question.facts()), "TRUE", "b.position")),
                new Formula.Count(SUPPRESSED, suppressed(question)));
    }

    private static Tally delivered(Question question) {
        Units deliveries = Units.ofPasses("""
                SELECT p.*, d.occurred_at AS delivered_at, d.position AS delivered_by
                FROM (%s) d
                JOIN p ON p.lead_id = d.lead_id AND p.pass = d.pass
                """.formatted(question.facts().deliveriesOfSuppressed()), "p.delivered_at");
        return new Tally(deliveries, "TRUE", "p.delivered_by");
    }

    private static Tally suppressed(Question question) {
        var active = new Units(
                Subject.SUPPRESSION,
                """
                (
                    SELECT p.*, s.suppression_id, s.occurred_at AS suppressed_at, s.position AS suppressed_by
                    FROM (%s) s
                    JOIN p ON p.lead_id = s.lead_id AND p.pass = s.pass
                    WHERE s.ended_position IS NULL AND (s.expires_at IS NULL OR s.expires_at > %s)) p
                """.formatted(question.facts().suppressions(), question.knownAt()),
                "p.suppressed_at",
                "TRUE",
                List.of());
        return new Tally(active, "TRUE", "p.suppressed_by");
    }
}
