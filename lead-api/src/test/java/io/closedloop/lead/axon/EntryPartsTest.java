package io.closedloop.lead.axon;

import static io.closedloop.lead.axon.Leads.AT;
import static io.closedloop.lead.axon.Leads.EMAIL;
import static io.closedloop.lead.axon.Leads.REF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadRejected;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.log.NewSuppression;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.WidenSuppression;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntryPartsTest {
    private static final LeadId LEAD = new LeadId(UUID.randomUUID());
    private static final KeyId ACTOR = new KeyId(UUID.randomUUID());
    private static final SuppressionId SUPPRESSION = new SuppressionId(UUID.randomUUID());
    private static final List<IdentityHash> NONE = List.of();

    @Test
    void aRegistrationClaimsAndHoldsWhatMustNotBeSuppressed() {
        var parts = of(new LeadRegistered(
                LEAD, AT, 1, 1, null, Contact.NONE, Leads.SOURCE, Attributes.NONE, List.of(EMAIL, REF), null));

        assertThat(parts)
                .isEqualTo(new EntryParts(
                        List.of(EMAIL, REF), NONE, List.of(EMAIL, REF), List.of(EMAIL, REF), List.of(), false, null));
    }

    @Test
    void aContactUpdateHoldsAllClaimsTheNewAndReleasesTheDropped() {
        var parts = of(updated(List.of(EMAIL, REF), List.of(EMAIL), List.of(EMAIL), List.of(REF)));

        assertThat(parts)
                .isEqualTo(new EntryParts(
                        List.of(EMAIL), List.of(REF), List.of(EMAIL), List.of(EMAIL, REF), List.of(), false, null));
    }

    @Test
    void theContactUpdateOfAClosedLeadClaimsNothingButMustNotDeliverWhatIsSuppressed() {
        var parts = of(updated(List.of(EMAIL, REF), List.of(REF), NONE, NONE));

        assertThat(parts)
                .isEqualTo(new EntryParts(NONE, NONE, List.of(REF), List.of(EMAIL, REF), List.of(), false, null));
    }

    @Test
    void aClosureReleases() {
        var released = new EntryParts(NONE, List.of(EMAIL), NONE, NONE, List.of(), false, null);

        assertThat(of(new LeadWon(LEAD, AT, 1, 1, Money.of("1", "USD"), List.of(EMAIL), null)))
                .isEqualTo(released);
        assertThat(of(new LeadLost(LEAD, AT, 1, 1, "PRICE", null, null, List.of(EMAIL), null)))
                .isEqualTo(released);
    }

    @Test
    void aLeadThatComesBackClaimsAgainWhatMustNotBeSuppressed() {
        var claimed = new EntryParts(List.of(EMAIL), NONE, List.of(EMAIL), NONE, List.of(), false, null);

        assertThat(of(new LeadRecycled(LEAD, AT, 1, 1, "NOT_READY", null, List.of(EMAIL), null)))
                .isEqualTo(claimed);
        assertThat(of(new LeadReopened(LEAD, AT, 1, 1, "asked for it", List.of(EMAIL), null)))
                .isEqualTo(claimed);
    }

    @Test
    void aReinstatementEndsTheLeadsOwnSuppressionsAsWell() {
        var parts = of(new LeadReinstated(LEAD, AT, 1, 1, "a mistake", List.of(EMAIL), null));

        assertThat(parts).isEqualTo(new EntryParts(List.of(EMAIL), NONE, List.of(EMAIL), NONE, List.of(), true, null));
    }

    @Test
    void aRejectionThatDisqualifiesReleasesAndSuppressesForWhoeverDidIt() {
        var suppression = new Suppression(SUPPRESSION, EMAIL, null);
        var parts = of(
                new LeadRejected(LEAD, AT, 1, 1, Disposition.DISQUALIFY, "NO_NEED", null, null, null, null),
                new LeadDisqualified(LEAD, AT, 1, 1, "NO_NEED", null, List.of(EMAIL), List.of(suppression), null));

        assertThat(parts)
                .isEqualTo(new EntryParts(
                        NONE,
                        List.of(EMAIL),
                        NONE,
                        NONE,
                        List.of(new NewSuppression(suppression, "NO_NEED", ACTOR, AT)),
                        false,
                        null));
    }

    @Test
    void aLiftingEndsTheOneSuppression() {
        var parts = EntryParts.of(List.of(new SuppressionLifted(SUPPRESSION, LEAD, AT, 1, "agreed", null)), ACTOR);

        assertThat(parts).isEqualTo(new EntryParts(NONE, NONE, NONE, NONE, List.of(), false, SUPPRESSION));
    }

    @Test
    void aWideningWidensTheOneSuppression() {
        var parts = EntryParts.of(List.of(new SuppressionWidened(SUPPRESSION, LEAD, AT, EMAIL.hash())), ACTOR);

        assertThat(parts.widening()).isEqualTo(new WidenSuppression(SUPPRESSION, EMAIL.hash()));
        assertThat(parts.liftSuppression()).isNull();
    }

    @Test
    void nothingIsAskedByEventsThatMoveNoIdentity() {
        assertThat(of(new LeadMarketingQualified(LEAD, AT, 1, 1, null))).isEqualTo(of());
    }

    @Test
    void aBlockedDeliveryComesFromTheLogAndNeverFromACommand() {
        var blocked =
                new RedeliveryBlocked(SUPPRESSION, LEAD, AT, "RegisterLead", LEAD, List.of(EMAIL), Leads.SOURCE, null);

        assertThatThrownBy(() -> EntryParts.of(List.of(blocked), ACTOR)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ContactUpdated updated(
            List<IdentityHash> identities,
            List<IdentityHash> added,
            List<IdentityHash> claimed,
            List<IdentityHash> released) {
        return new ContactUpdated(LEAD, AT, 1, new ContactChange(Map.of()), identities, added, claimed, released, null);
    }

    private static EntryParts of(LeadEvent... events) {
        return EntryParts.of(List.of(events), ACTOR);
    }
}
