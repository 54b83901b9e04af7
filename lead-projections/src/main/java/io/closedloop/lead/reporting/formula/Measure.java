package io.closedloop.lead.reporting.formula;

/** A number that is made of units: how many, their amounts or how long they took, of all units or some of them. */
public sealed interface Measure {
    Units units();

    /** Which of the units it is made of. */
    String condition();

    /** The position of the event that makes a unit count. */
    String position();

    /** How many there are. */
    record Tally(Units units, String condition, String position) implements Measure {}

    /**
     * How many there are where each counts in part, as a win that is shared out among touches.
     *
     * @param weight how much a unit counts, an expression of a number; {@value #SCALE} decimals of it count
     */
    record Weighted(Units units, String weight, String condition, String position) implements Measure {
        /**
         * The decimals of a weight, and of a sum as it is made. A sum shows fewer, so that parts of less than a million
         * units that make a whole together show as the whole, although each of them is rounded.
         */
        public static final int SCALE = 12;

        /** The weight as it is summed up. */
        public String decimal() {
            return "CAST(%s AS DECIMAL(38, %d))".formatted(weight, SCALE);
        }
    }

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
