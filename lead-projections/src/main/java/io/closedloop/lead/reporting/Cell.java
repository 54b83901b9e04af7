package io.closedloop.lead.reporting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a row, under the name of its column. */
public sealed interface Cell {
    String name();

    record Count(String name, long value) implements Cell {}

    record Rate(String name, Ratio ratio) implements Cell {}

    /** @param value null where there is nothing to compute it from */
    record Value(String name, @Nullable Double value) implements Cell {}

    /** At most one total for each currency. */
    record Amounts(String name, List<MoneyTotal> totals) implements Cell {}
}
