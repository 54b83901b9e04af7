package io.closedloop.lead.reporting.answer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a row, under the name of its column. */
public sealed interface Cell {
    String name();

    record Count(String name, long value) implements Cell {}

    /** @param value rounded half up to {@value #SCALE} decimals, without zeros at its end */
    record Decimal(String name, BigDecimal value) implements Cell {
        public static final int SCALE = 6;

        public Decimal {
            value = value.setScale(SCALE, RoundingMode.HALF_UP);
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            value = value.setScale(Math.max(value.scale(), 0));
        }
    }

    record Rate(String name, Ratio ratio) implements Cell {}

    /** @param value null where there is nothing to compute it from */
    record Value(String name, @Nullable Double value) implements Cell {}

    /** At most one total for each currency. */
    record Amounts(String name, List<MoneyTotal> totals) implements Cell {}
}
