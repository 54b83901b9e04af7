package io.closedloop.lead.reporting.answer;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** By how much one value of a column is more than another. */
final class Difference {
    private Difference() {}

    /** @throws IllegalArgumentException when the values are of different columns */
    static Cell of(Cell now, Cell base) {
        if (now instanceof Cell.Count a && base instanceof Cell.Count b) {
            return new Cell.Count(a.name(), a.value() - b.value());
        }
        if (now instanceof Cell.Decimal a && base instanceof Cell.Decimal b) {
            return new Cell.Decimal(a.name(), a.value().subtract(b.value()));
        }
        if (now instanceof Cell.Value a && base instanceof Cell.Value b) {
            return new Cell.Value(a.name(), between(a.value(), b.value()));
        }
        if (now instanceof Cell.Rate a && base instanceof Cell.Rate b) {
            return new Cell.Rate(a.name(), between(a.ratio(), b.ratio()));
        }
        if (now instanceof Cell.Amounts a && base instanceof Cell.Amounts b) {
            return new Cell.Amounts(a.name(), between(a.totals(), b.totals()));
        }
        throw new IllegalArgumentException("%s and %s are values of different columns".formatted(now, base));
    }

    private static Ratio between(Ratio now, Ratio base) {
        Long openNow = now.open();
        Long openBefore = base.open();
        return new Ratio(
                between(now.value(), base.value()),
                now.numerator() - base.numerator(),
                now.denominator() - base.denominator(),
                openNow == null || openBefore == null ? null : (Long) (openNow - openBefore),
                null,
                null);
    }

    private static @Nullable Double between(@Nullable Double now, @Nullable Double base) {
        return now == null || base == null ? null : (Double) (now - base);
    }

    private static List<MoneyTotal> between(List<MoneyTotal> now, List<MoneyTotal> base) {
        var sums = new TreeMap<String, BigDecimal>();
        now.forEach(total -> sums.merge(total.currency(), total.amount(), BigDecimal::add));
        base.forEach(total -> sums.merge(total.currency(), total.amount().negate(), BigDecimal::add));
        return sums.entrySet().stream()
                .map(sum -> new MoneyTotal(sum.getValue(), sum.getKey()))
                .toList();
    }
}
