package io.closedloop.lead.reporting;

import io.closedloop.lead.facts.KnownFacts;
import java.util.List;

/**
 * Things of one kind that a report counts: the rows of a relation, one for each thing. The numbers of a report, and the
 * rows behind them, come from the same relation.
 *
 * @param relation what stands after {@code FROM}; it may use {@code p}, the passes
 * @param at when a unit happened, which period and dates go by; an expression of type {@code TIMESTAMP}. Where it is
 *     null there is no unit
 * @param dimensions an expression for each {@link Dimension} of the report
 */
public record Units(Subject subject, String relation, String at, String condition, List<String> dimensions) {
    /** What a unit is, and so under which name it goes and what it can be grouped by. */
    public enum Subject {
        /** A pass, or something that happened in one, as a row of {@code p}. */
        PASS("p.lead_id", "p.pass", "CAST(NULL AS UUID)"),
        /** A suppression, as a row of {@code p}, grouped as the pass that ended in it. */
        SUPPRESSION("p.lead_id", "p.pass", "p.suppression_id"),
        /**
         * An attempted delivery, as a row of {@code b}. It has a source, but neither an owner nor a pass nor
         * attributes; the lead is the disqualified one.
         */
        ATTEMPT("b.lead_id", "CAST(NULL AS INTEGER)", "b.suppression_id");

        private final String lead;
        private final String pass;
        private final String suppression;

        Subject(String lead, String pass, String suppression) {
            this.lead = lead;
            this.pass = pass;
            this.suppression = suppression;
        }

        String lead() {
            return lead;
        }

        String pass() {
            return pass;
        }

        String suppression() {
            return suppression;
        }
    }

    public Units {
        dimensions = List.copyOf(dimensions);
    }

    /** Passes by one of their own times. */
    public static Units passes(String at, String condition) {
        return new Units(Subject.PASS, "p", at, condition, List.of());
    }

    /** Rows of a subquery with the columns of {@code p}, and more. */
    public static Units ofPasses(String query, String at, String... dimensions) {
        return new Units(Subject.PASS, "(" + query + ") p", at, "TRUE", List.of(dimensions));
    }

    /** Attempted deliveries of suppressed identities, by their own dates. */
    public static Units attempts(KnownFacts facts) {
        return new Units(
                Subject.ATTEMPT, "(%s) b".formatted(facts.blockedDeliveries()), "b.occurred_at", "TRUE", List.of());
    }
}
