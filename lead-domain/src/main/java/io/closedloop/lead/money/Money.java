package io.closedloop.lead.money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Objects;

/**
 * A decimal amount in one currency. Two amounts are equal when they are worth the same: 100 and 100.00 USD are.
 *
 * @param amount the amount in the currency's main unit, at most {@value #MAX_DIGITS} digits before the point and no
 *     more decimals than the currency has
 * @param currency an ISO 4217 code
 */
public record Money(BigDecimal amount, Currency currency) {
    /** More than any deal, and few enough that every sum of a million of them is exact in the read models' columns. */
    public static final int MAX_DIGITS = 15;

    /** @throws IllegalArgumentException when the amount has too many digits or decimals, saying which */
    public Money {
        Objects.requireNonNull(amount, "money needs an amount");
        Objects.requireNonNull(currency, "money needs a currency");
        int decimals = Math.max(currency.getDefaultFractionDigits(), 0);
        BigDecimal stripped = amount.stripTrailingZeros();
        if (stripped.scale() > decimals) {
            throw new IllegalArgumentException(
                    "%s has %d decimals at most".formatted(currency.getCurrencyCode(), decimals));
        }
        if ((long) stripped.precision() - stripped.scale() > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "an amount has %d digits before the point at most".formatted(MAX_DIGITS));
        }
        amount = stripped.setScale(decimals);
    }

    /**
     * @throws IllegalArgumentException when {@code amount} is no decimal number or {@code currency} no ISO 4217 code
     */
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isNegative() {
        return amount.signum() < 0;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }
}
