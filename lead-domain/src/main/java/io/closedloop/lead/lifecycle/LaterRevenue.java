package io.closedloop.lead.lifecycle;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

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

    /** Whether there was any, though refunds may have taken all of it. */
    boolean isRecorded() {
        return !sums.isEmpty();
    }

    BigDecimal in(Currency currency) {
        return sums.getOrDefault(currency, BigDecimal.ZERO);
    }
}
