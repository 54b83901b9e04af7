package io.closedloop.lead.lifecycle;

import io.closedloop.lead.lifecycle.LeadEvent.RevenueRecorded;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

/**
 * What was recorded under a win since it was closed, refunds taken off. By currency, because an amendment may give a
 * win another one; and not as money, because a sum may have more digits than an amount.
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

    BigDecimal in(Currency currency) {
        return sums.getOrDefault(currency, BigDecimal.ZERO);
    }
}
