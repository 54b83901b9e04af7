package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import org.jspecify.annotations.Nullable;

/**
 * The rate from one waypoint to another. On the basis of a cohort it follows the passes that came to the first and
 * counts those that came to the second since; those that have neither come there nor ended may still arrive. As a flow,
 * it is the arrivals at the second per arrivals at the first, each by its own date.
 *
 * @param cohort the units that are followed; null for the passes that came to the first waypoint, by that date
 * @param among the condition that a pass counts at all
 * @param ended the condition that a pass arrives nowhere any more
 */
public record CohortRate(
        Waypoint from, Waypoint to, @Nullable Units cohort, String among, String ended) {
    public static CohortRate of(Waypoint from, Waypoint to) {
        return new CohortRate(from, to, null, Condition.ALWAYS, KnownFacts.ENDED);
    }

    /** The same of the units of a relation with the columns of {@code p}, by a date of their own. */
    public CohortRate over(Units units) {
        return new CohortRate(from, to, units, among, ended);
    }

    /** The same of the passes that meet a condition. */
    public CohortRate among(String condition) {
        return new CohortRate(from, to, cohort, condition, ended);
    }

    /** The same where this condition says that nothing arrives any more. */
    public CohortRate until(String condition) {
        return new CohortRate(from, to, cohort, among, condition);
    }

    /** The column's formula, on the basis and within the time that the question asks for. */
    public Formula.Rate formula(Column column, Question question) {
        return switch (question.request().basis()) {
            case COHORT -> followed(column, question);
            case FLOW -> new Formula.Rate(column, to.arrivals(among), from.arrivals(among), null, false);
        };
    }

    private Formula.Rate followed(Column column, Question question) {
        Tally arrivals = from.arrivals(among);
        Units units = cohort == null ? arrivals.units() : cohort;
        String counts = cohort == null ? Condition.ALWAYS : Condition.all(from.reached(), among);
        String old = question.isOldEnough(from.at());
        String soon = question.isSoonEnough(to.at(), from.at());
        return new Formula.Rate(
                column,
                new Tally(units, Condition.all(counts, to.reached(), old, soon), to.position()),
                new Tally(units, Condition.all(counts, old), from.position()),
                new Tally(
                        units,
                        Condition.all(counts, Condition.not(to.reached()), Condition.not(ended), old),
                        from.position()),
                true);
    }
}
