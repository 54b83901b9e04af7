package io.closedloop.lead.reporting;

/** A number that is made of units: how many, their amounts or how long they took, of all units or some of them. */
public sealed interface Measure {
    Units units();

    /** Which of the units it is made of. */
    String condition();

    /** The position of the event that makes a unit count. */
    String position();

    /** How many there are. */
    record Tally(Units units, String condition, String position) implements Measure {}

    /** Their amounts by currency; a unit without an amount has none. */
    record Amounts(Units units, String amount, String currency, String position) implements Measure {
        @Override
        public String condition() {
            return amount + " IS NOT NULL";
        }
    }

    /** How long they took, in seconds. */
    record Durations(Units units, String seconds, String position) implements Measure {
        @Override
        public String condition() {
            return "TRUE";
        }
    }
}
