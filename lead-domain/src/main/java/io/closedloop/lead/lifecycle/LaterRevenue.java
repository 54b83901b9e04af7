package io.closedloop.lead.lifecycle;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The later revenue recorded under a win since its closing, minus refunds. It is kept by currency, because events may
 * have given the win another one in between, and not as money, because a sum may have more digits than an amount.
 */
record LaterRevenue(Map<Currency, BigDecimal> sums) {
    static final LaterRevenue NONE = new LaterRevenue(Map.of());

    LaterRevenue {
        sums = Map.copyOf(sums);
    }

    LaterRevenue with(RevenueRecorded recorded) {
        BigDecimal amount = recorded.amount().amount();
        var more = new HashMap<>(sums);
        more.merge(
                recorded.amount().currency(),
                switch (recorded.kind()) {
                    case UPSELL, RENEWAL -> amount;
                    case REFUND -> amount.negate();
                },
                BigDecimal::add);
        return new LaterRevenue(more);
    }

    static LaterRevenue of(Map<String, BigDecimal> byCurrency) {
        var sums = new HashMap<Currency, BigDecimal>();
        byCurrency.forEach((currency, sum) -> sums.put(Currency.getInstance(currency), sum));
        return new LaterRevenue(sums);
    }

    /** The sums by the codes of their currencies, in the order of the alphabet. */
    Map<String, BigDecimal> byCurrency() {
        var byCode = new TreeMap<String, BigDecimal>();
        sums.forEach((currency, sum) -> byCode.put(currency.getCurrencyCode(), sum));
        return Collections.unmodifiableMap(byCode);
    }

    /** Whether there was any, though refunds may have taken all of it. */
    boolean isRecorded() {
        return !sums.isEmpty();
    }

    BigDecimal in(Currency currency) {
        return sums.getOrDefault(currency, BigDecimal.ZERO);
    }
}
