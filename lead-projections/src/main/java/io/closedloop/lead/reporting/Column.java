package io.closedloop.lead.reporting;

/**
 * A column of a report.
 *
 * @param name as in the answer, in CSV and in the parameter {@code column}
 * @param description what the number means, for whoever reads it
 */
public record Column(String name, Type type, String description) {
    public enum Type {
        /** A whole number of units. */
        COUNT,
        /** A number of units of which each counts in part, exact. */
        DECIMAL,
        /** A part of a whole, with what it takes to judge it. */
        RATIO,
        /** A number that is computed from counts. */
        NUMBER,
        /** A length of time in seconds. */
        SECONDS,
        /** Sums of money, one for each currency. */
        MONEY
    }

    public static Column count(String name, String description) {
        return new Column(name, Type.COUNT, description);
    }

    public static Column decimal(String name, String description) {
        return new Column(name, Type.DECIMAL, description);
    }

    public static Column number(String name, String description) {
        return new Column(name, Type.NUMBER, description);
    }

    public static Column money(String name, String description) {
        return new Column(name, Type.MONEY, description);
    }

    public static Column ratio(String name, String description) {
        return new Column(name, Type.RATIO, description);
    }
}
