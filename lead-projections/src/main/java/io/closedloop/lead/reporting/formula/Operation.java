package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.reporting.Column;
import org.jspecify.annotations.Nullable;

/** How a derived number is made of two others. */
public enum Operation {
    /** The first less the second, both of the same type: counts, decimals, or money currency by currency. */
    MINUS,
    /**
     * So much of the first for each one of the second. Money for each of a count stays money; of money for each of
     * money there is a number only where both are in one and the same currency.
     */
    PER;

    /** The type of the result; null where the two have none. */
    private Column.@Nullable Type type(Column.Type left, Column.Type right) {
        return switch (this) {
            case MINUS -> left == right && (isCount(left) || left == Column.Type.MONEY) ? left : null;
            case PER -> {
                if (left == Column.Type.MONEY && isCount(right)) {
                    yield Column.Type.MONEY;
                }
                yield (isCount(left) && isCount(right)) || (left == Column.Type.MONEY && right == Column.Type.MONEY)
                        ? Column.Type.NUMBER
                        : null;
            }
        };
    }

    private static boolean isCount(Column.Type type) {
        return type == Column.Type.COUNT || type == Column.Type.DECIMAL;
    }

    void require(Column left, Column right, Column result) {
        Column.Type type = type(left.type(), right.type());
        if (type != result.type()) {
            throw new IllegalArgumentException("%s is a %s; %s (%s) %s %s (%s) is %s"
                    .formatted(
                            result.name(),
                            result.type(),
                            left.name(),
                            left.type(),
                            this,
                            right.name(),
                            right.type(),
                            type == null ? "no number" : "a " + type));
        }
    }
}
