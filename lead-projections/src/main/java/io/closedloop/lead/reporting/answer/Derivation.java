package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.reporting.formula.Operation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one value of two. */
final class Derivation {
    private Derivation() {}

    /** @param name of the column that it is the value of */
    static Cell of(String name, Cell left, Operation operation, Cell right) {
        return switch (operation) {
            case MINUS -> named(name, Difference.of(left, right));
            case PER -> per(name, left, right);
        };
    }

    private static Cell named(String name, Cell cell) {
        return switch (cell) {
            case Cell.Count count -> new Cell.Count(name, count.value());
            case Cell.Decimal decimal -> new Cell.Decimal(name, decimal.value());
            case Cell.Rate rate -> new Cell.Rate(name, rate.ratio());
            case Cell.Value value -> new Cell.Value(name, value.value());
            case Cell.Amounts amounts -> new Cell.Amounts(name, amounts.totals());
        };
    }

    private static Cell per(String name, Cell left, Cell right) {
        BigDecimal each = number(right);
        if (left instanceof Cell.Amounts amounts) {
            return each == null
                    ? new Cell.Value(name, inOneCurrency(amounts, right))
                    : new Cell.Amounts(name, shared(amounts.totals(), each));
        }
        BigDecimal whole = number(left);
        if (whole == null || each == null) {
            throw new IllegalArgumentException("%s and %s make no number".formatted(left, right));
        }
        return new Cell.Value(name, quotient(whole, each));
    }

    private static @Nullable BigDecimal number(Cell cell) {
        return switch (cell) {
            case Cell.Count count -> BigDecimal.valueOf(count.value());
            case Cell.Decimal decimal -> decimal.value();
            case Cell.Rate _, Cell.Value _, Cell.Amounts _ -> null;
        };
    }

    private static @Nullable Double quotient(BigDecimal left, BigDecimal right) {
        return right.signum() == 0 ? null : (Double) (left.doubleValue() / right.doubleValue());
    }

    /** Nothing where there is nothing to share among. */
    private static List<MoneyTotal> shared(List<MoneyTotal> totals, BigDecimal among) {
        return among.signum() == 0
                ? List.of()
                : totals.stream()
                        .map(total -> new MoneyTotal(
                                total.amount().divide(among, digits(total.currency()), RoundingMode.HALF_UP),
                                total.currency()))
                        .toList();
    }

    private static int digits(String currency) {
        return Math.max(Currency.getInstance(currency).getDefaultFractionDigits(), 0);
    }

    private static @Nullable Double inOneCurrency(Cell.Amounts left, Cell right) {
        List<MoneyTotal> divided = left.totals();
        List<MoneyTotal> by = right instanceof Cell.Amounts amounts ? amounts.totals() : List.of();
        boolean one = divided.size() == 1
                && by.size() == 1
                && divided.getFirst().currency().equals(by.getFirst().currency());
        return one ? quotient(divided.getFirst().amount(), by.getFirst().amount()) : null;
    }
}
