package io.closedloop.lead.reporting;

import java.util.List;

/** A value of a row, under the name of its column. */
public sealed interface Cell {
    String name();

    record Count(String name, long value) implements Cell {}

    record Rate(String name, Ratio ratio) implements Cell {}

    /** At most one total for each currency. */
    record Amounts(String name, List<MoneyTotal> totals) implements Cell {}
}
