package io.closedloop.lead.lifecycle;

import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/** Nobody gives back more than was paid: what revenue and amendments of a win have to heed. */
final class Refunds {
    private Refunds() {}

    /** Why the win takes no such revenue. */
    static Optional<Refusal> unrecordable(Lead lead, Stage.Won won, RevenueKind kind, Money amount) {
        Currency currency = won.amount().currency();
        if (!currency.equals(amount.currency())) {
            return refused("/amount/currency", "later revenue has the win's currency, " + currency.getCurrencyCode());
        }
        if (kind != RevenueKind.REFUND) {
            return Optional.empty();
        }
        BigDecimal left =
                won.amount().amount().add(lead.laterRevenue().in(currency)).max(BigDecimal.ZERO);
        return amount.amount().compareTo(left) > 0
                ? refused(
                        "/amount", "a refund is at most what is left of the win's revenue, " + inWords(left, currency))
                : Optional.empty();
    }

    /** Why the win is not restated as this amount. */
    static Optional<Refusal> unamendable(Lead lead, Stage.Won won, Money amount) {
        return changesCurrency(lead, won, amount).or(() -> refundedMore(lead, won, amount));
    }

    /** What was refunded in one currency is not to be counted against a win in another. */
    private static Optional<Refusal> changesCurrency(Lead lead, Stage.Won won, Money amount) {
        Currency currency = won.amount().currency();
        return lead.laterRevenue().isRecorded() && !amount.currency().equals(currency)
                ? refused(
                        "/amount/currency",
                        "later revenue was recorded in %s, so the win stays in it; to win it in another currency, reopen the lead and close it anew"
                                .formatted(currency.getCurrencyCode()))
                : Optional.empty();
    }

    /** A win that was refunded more than it was worth would have to owe the rest; raising one is never wrong. */
    private static Optional<Refusal> refundedMore(Lead lead, Stage.Won won, Money amount) {
        BigDecimal least = lead.laterRevenue().in(amount.currency()).negate();
        boolean raises = amount.amount().compareTo(won.amount().amount()) > 0;
        return !raises && amount.amount().compareTo(least) < 0
                ? refused(
                        "/amount",
                        "refunds have taken more than that; this win's amount is at least "
                                + inWords(least, amount.currency()))
                : Optional.empty();
    }

    private static Optional<Refusal> refused(String pointer, String detail) {
        return Optional.of(new InvalidCommand(pointer, detail));
    }

    /** A sum, which may have more digits than an amount. */
    private static String inWords(BigDecimal sum, Currency currency) {
        return sum.toPlainString() + " " + currency.getCurrencyCode();
    }
}
