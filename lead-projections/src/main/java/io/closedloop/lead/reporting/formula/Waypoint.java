package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.formula.Measure.Tally;

/**
 * Something that passes come to, each at most once.
 *
 * @param at when, an expression of type {@code TIMESTAMP} over a row of {@code p}
 * @param position the position of the event that says so
 * @param reached the condition that a pass has come there
 */
public record Waypoint(String at, String position, String reached) {
    /** A waypoint that a pass has reached where it has a time. */
    public static Waypoint of(String at, String position) {
        return new Waypoint(at, position, at + " IS NOT NULL");
    }

    /** @param strict whether implied entries do not count */
    public static Waypoint of(StageEntry entry, boolean strict) {
        return new Waypoint("p." + entry.column(), "p." + entry.positionColumn(), entry.entered(strict));
    }

    /** The passes that came there, each by the date on which it did. */
    public Tally arrivals() {
        return new Tally(Units.passes(at, reached), Condition.ALWAYS, position);
    }

    /** The same, of passes that meet a condition. */
    Tally arrivals(String condition) {
        return new Tally(Units.passes(at, Condition.all(reached, condition)), Condition.ALWAYS, position);
    }
}
