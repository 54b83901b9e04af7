package io.closedloop.lead.reporting.answer;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * A sum of money in one currency; it may be negative, and larger than any single amount.
 *
 * @param amount with as many decimals as the currency has
 * @param currency an ISO 4217 code
 */
public record MoneyTotal(BigDecimal amount, String currency) {
    public MoneyTotal {
        amount = amount.setScale(Math.max(Currency.getInstance(currency).getDefaultFractionDigits(), 0));
    }
}
