package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trips through the funnel, and what a step implies. */
class PassesTest {

    @Test
    void theFirstPassBeginsWithTheRegistration() {
        var told = Told.fromNothing().then(Commands.register());

        assertThat(told.lead().pass()).isEqualTo(1);
        assertThat(told.then(Commands.qualifyMarketing()).lead().pass()).isEqualTo(1);
    }

    @Test
    void marketingQualificationFromNurtureOpensTheNextPass() {
        var told = Told.from(Status.NURTURE);

        assertThat(told.event(LeadMarketingQualified.class, Commands.qualifyMarketing())
                        .pass())
                .isEqualTo(2);
        told.then(Commands.qualifyMarketing()).then(Commands.recycle("TIMING")).then(Commands.qualifyMarketing());
        assertThat(told.lead().pass()).isEqualTo(3);
    }

    @Test
    void untilThenEventsBelongToThePassBefore() {
        var told = Told.from(Status.NURTURE).then(Commands.touch("t1")).then(Commands.assign(Examples.BEN));

        assertThat(told.events()).extracting(LeadEvent::pass).containsOnly(1);
        assertThat(told.lead().pass()).isEqualTo(1);
    }

    @Test
    void everyEventNamesThePassThatItBelongsTo() {
        var told = Told.from(Status.NURTURE).then(Commands.qualifyMarketing());
        int before = told.events().size();
        told.then(Commands.touch("t1"))
                .then(Commands.updateContact(io.closedloop.lead.identity.ContactChange.Field.name, "J. Silva"))
                .then(Commands.updateAttributes("size", 12))
                .then(Commands.assign(Examples.BEN))
                .then(Commands.accept(Examples.BEN))
                .then(Commands.qualifySales(null))
                .then(Commands.revise(Examples.HUNDRED, null))
                .then(Commands.closeWon(Examples.HUNDRED))
                .then(Commands.revenue("r1", Examples.HUNDRED))
                .then(Commands.amendAmount("a typo", Examples.usd("120")))
                .then(Commands.reopen("not over"))
                .then(Commands.closeLost("PRICE"))
                .then(Commands.recycle("TIMING"))
                .then(Commands.disqualify("NO_NEED"))
                .then(Commands.reinstate("after all"), Examples.by(Examples.SOMEBODY_ELSE));

        assertThat(told.events().subList(before, told.events().size()))
                .extracting(LeadEvent::pass)
                .containsOnly(2);
    }

    @Test
    void aReopenedLeadIsSalesQualifiedInTheSamePass() {
        var told = Told.from(Status.NURTURE)
                .then(Commands.qualifyMarketing())
                .then(Commands.qualifySales(null))
                .then(Commands.closeLost("PRICE"));

        assertThat(told.event(LeadReopened.class, Commands.reopen("not over")).pass())
                .isEqualTo(2);
        assertThat(told.then(Commands.reopen("not over")).lead().status()).isEqualTo(Status.SQL);
    }

    @Test
    void salesQualificationOfALeadThatNobodyAcceptedImpliesTheAcceptance() {
        var events = Told.from(Status.MQL_AWAITING).events(Commands.noted(Commands.qualifySales(Examples.BEN), "hot"));

        assertThat(events)
                .containsExactly(
                        new LeadAccepted(Examples.LEAD, Examples.NOW, 1, 1, Examples.BEN, true, null),
                        new LeadSalesQualified(
                                Examples.LEAD, Examples.NOW, 1, 1, Examples.BEN, Map.of(), null, null, "hot"));
    }

    @Test
    void salesQualificationOfAnAcceptedLeadImpliesNothing() {
        assertThat(Told.from(Status.MQL_ACCEPTED).events(Commands.qualifySales(null)))
                .hasExactlyElementsOfTypes(LeadSalesQualified.class);
    }

    @Test
    void aSalesQualificationStartsANewOpportunity() {
        var told = Told.from(Status.SQL)
                .then(Commands.revise(Examples.HUNDRED, Milestone.PROPOSAL))
                .then(Commands.recycle("TIMING"))
                .then(Commands.qualifyMarketing())
                .then(Commands.qualifySales(null));

        assertThat(told.lead().opportunity()).isEqualTo(Opportunity.NONE);
    }
}
