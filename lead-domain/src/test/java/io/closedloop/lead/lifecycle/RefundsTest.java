package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.money.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody gives back more than was paid, whatever was recorded, amended and closed anew before. */
class RefundsTest {
    /** Won for 100 USD. */
    private static Told won() {
        return Told.from(Status.CLOSED_WON);
    }

    @Test
    void aRefundIsAtMostWhatIsLeftOfTheWinsRevenue() {
        assertThat(won().wrongFields(refund("f", "100.01"))).containsExactly("/amount");
        assertThat(won().refusal(refund("f", "100.01")).detail())
                .isEqualTo("/amount: a refund is at most what is left of the win's revenue, 100.00 USD");
        assertThat(won().events(refund("f", "100"))).hasSize(1);
    }

    @Test
    void laterRevenueRaisesWhatIsLeftAndRefundsLowerIt() {
        var told = won().then(Commands.revenue("u", usd("50"))).then(refund("f1", "120"));

        assertThat(told.wrongFields(refund("f2", "30.01"))).containsExactly("/amount");
        told = told.then(refund("f2", "30"));
        assertThat(told.wrongFields(refund("f3", "0.01"))).containsExactly("/amount");
        assertThat(told.then(Commands.revenue("u2", usd("7"))).events(refund("f3", "7")))
                .hasSize(1);
    }

    @Test
    void aRefundSentAgainIsARepeatThoughNothingIsLeft() {
        var told = won().then(refund("f", "100"));

        told.repeats(refund("f", "100"));
        assertThat(told.code(refund("f", "99"))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(told.wrongFields(refund("g", "1"))).containsExactly("/amount");
    }

    @Test
    void aWinOfZeroHasNothingToGiveBack() {
        var told = Told.from(Status.SQL).then(Commands.closeWon(usd("0")));

        assertThat(told.wrongFields(refund("f", "0.01"))).containsExactly("/amount");
        assertThat(told.then(Commands.revenue("u", usd("5"))).events(refund("f", "5")))
                .hasSize(1);
    }

    @Test
    void anAmendmentChangesWhatIsLeft() {
        assertThat(won().then(Commands.amendAmount("a typo", usd("40"))).wrongFields(refund("f", "40.01")))
                .containsExactly("/amount");
        assertThat(won().then(Commands.amendAmount("a typo", usd("140"))).events(refund("f", "140")))
                .hasSize(1);
    }

    @Test
    void noAmendmentTakesAWinBelowWhatWasRefunded() {
        var told = won().then(refund("f", "60"));

        assertThat(told.wrongFields(Commands.amendAmount("a typo", usd("59.99"))))
                .containsExactly("/amount");
        assertThat(told.refusal(Commands.amendAmount("a typo", usd("59.99"))).detail())
                .isEqualTo("/amount: refunds have taken more than that; this win's amount is at least 60.00 USD");
        assertThat(told.events(Commands.amendAmount("a typo", usd("60")))).hasSize(1);
    }

    @Test
    void aWinThatWasRefundedTooMuchBeforeThisWasJudgedMayBeRaisedStepByStep() {
        var told = won();
        Lead overRefunded = Lead.evolve(
                told.lead(),
                new RevenueRecorded(LEAD, Examples.NOW, 1, 1, "old", RevenueKind.REFUND, usd("500"), null),
                Examples.circumstances().actor().id());

        assertThat(LeadDecider.decide(
                        overRefunded, Commands.amendAmount("a typo", usd("200")), Examples.circumstances()))
                .isInstanceOf(Accepted.class);
        assertThat(LeadDecider.decide(
                        overRefunded, Commands.amendAmount("a typo", usd("90")), Examples.circumstances()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aClosureAnewBeginsWithNothingRefunded() {
        var told = won().then(refund("f", "100"))
                .then(Commands.reopen("signed after all"))
                .then(Commands.closeWon(usd("30")));

        assertThat(told.wrongFields(refund("f2", "30.01"))).containsExactly("/amount");
        assertThat(told.events(refund("f2", "30"))).hasSize(1);
    }

    @Test
    void noAmendmentTakesAWinOutOfTheCurrencyOfItsLaterRevenue() {
        for (LeadCommand later : List.of(
                refund("f", "100"),
                refund("f", "1"),
                Commands.revenue("u", usd("50")),
                new RecordRevenue(LEAD, "r", RevenueKind.RENEWAL, usd("50"), null, null))) {
            var told = won().then(later);
            for (Money other : List.of(Money.of("100", "EUR"), Money.of("0", "EUR"), Money.of("1000000", "JPY"))) {
                assertThat(told.wrongFields(Commands.amendAmount("a typo", other)))
                        .as("%s after %s", other, later)
                        .containsExactly("/amount/currency");
            }
        }
        assertThat(won().then(refund("f", "100"))
                        .refusal(Commands.amendAmount("a typo", Money.of("100", "EUR")))
                        .detail())
                .isEqualTo(
                        "/amount/currency: later revenue was recorded in USD, so the win stays in it; to win it in another currency, reopen the lead and close it anew");
    }

    @Test
    void revenueThatCancelsOutIsRecordedAllTheSame() {
        var told = won().then(Commands.revenue("u", usd("50"))).then(refund("f", "50"));

        assertThat(told.wrongFields(Commands.amendAmount("a typo", Money.of("100", "EUR"))))
                .containsExactly("/amount/currency");
    }

    @Test
    void aWinWithoutLaterRevenueMayBeAmendedToAnotherCurrency() {
        Money euros = Money.of("90", "EUR");
        var amended = won().then(Commands.amendAmount("in euros", euros));

        assertThat(amended.wrongFields(
                        new RecordRevenue(LEAD, "f", RevenueKind.REFUND, Money.of("90.01", "EUR"), null, null)))
                .containsExactly("/amount");
        assertThat(won().then(refund("f", "100"))
                        .then(Commands.reopen("signed after all"))
                        .then(Commands.closeWon(usd("30")))
                        .events(Commands.amendAmount("in euros", euros)))
                .hasSize(1);
    }

    @Test
    void whatEventsHaveInAnotherCurrencyIsNotCounted() {
        var told = won();
        var actor = Examples.circumstances().actor().id();
        Lead lead = told.lead();
        for (LeadEvent event : List.<LeadEvent>of(
                new RevenueRecorded(LEAD, Examples.NOW, 1, 1, "u", RevenueKind.UPSELL, usd("50"), null),
                new ClosureAmended(
                        LEAD, Examples.NOW, 1, 1, "in euros", usd("100"), Money.of("90", "EUR"), null, null, null))) {
            lead = Lead.evolve(lead, event, actor);
        }

        assertThat(LeadDecider.decide(lead, euros("90.01"), Examples.circumstances()))
                .isInstanceOf(Refused.class);
        assertThat(LeadDecider.decide(lead, euros("90"), Examples.circumstances()))
                .isInstanceOf(Accepted.class);
    }

    private static RecordRevenue euros(String amount) {
        return new RecordRevenue(LEAD, "f", RevenueKind.REFUND, Money.of(amount, "EUR"), null, null);
    }

    @Test
    void theSumMayHaveMoreDigitsThanAnAmount() {
        String most = "9".repeat(15);
        var told = Told.from(Status.SQL)
                .then(Commands.closeWon(usd(most)))
                .then(Commands.revenue("u1", usd(most)))
                .then(Commands.revenue("u2", usd(most)));

        assertThat(told.then(refund("f1", most))
                        .then(refund("f2", most))
                        .then(refund("f3", most))
                        .wrongFields(refund("f4", "1")))
                .containsExactly("/amount");
    }

    private static RecordRevenue refund(String id, String amount) {
        return new RecordRevenue(LEAD, id, RevenueKind.REFUND, usd(amount), null, null);
    }
}
