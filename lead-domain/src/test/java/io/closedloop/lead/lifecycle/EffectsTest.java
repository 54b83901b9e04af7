package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.suppression.Delivery;
import io.closedloop.lead.suppression.EndOfSuppressions;
import io.closedloop.lead.suppression.Lift;
import io.closedloop.lead.suppression.NewSuppression;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.Widening;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What each event changes in the tables beside the log. */
class EffectsTest {
    private static final LeadId LEAD = new LeadId(UUID.randomUUID());
    private static final KeyId ACTOR = new KeyId(UUID.randomUUID());
    private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");
    private static final Source SOURCE = new Source(Channel.WEB, null, null, null, SourcedBy.MARKETING);
    private static final IdentityHash EMAIL = new IdentityHash(IdentityKind.EMAIL, "0123456789abcdef".repeat(4));
    private static final IdentityHash REF = new IdentityHash(IdentityKind.EXTERNAL_REF, "fedcba9876543210".repeat(4));
    private static final SuppressionId SUPPRESSION = new SuppressionId(UUID.randomUUID());
    private static final List<IdentityHash> NONE = List.of();

    @Test
    void aRegistrationClaimsAndHoldsWhatMustNotBeSuppressed() {
        assertThat(effects(new LeadRegistered(
                        LEAD, AT, 1, 1, null, Contact.NONE, SOURCE, Attributes.NONE, List.of(EMAIL, REF), null)))
                .containsExactly(
                        new HoldingChange(LEAD, List.of(EMAIL, REF), NONE, List.of(EMAIL, REF)),
                        new Delivery(LEAD, List.of(EMAIL, REF)));
    }

    @Test
    void aContactUpdateHoldsAllClaimsTheNewAndReleasesTheDropped() {
        assertThat(effects(updated(List.of(EMAIL, REF), List.of(EMAIL), List.of(EMAIL), List.of(REF))))
                .containsExactly(
                        new HoldingChange(LEAD, List.of(EMAIL), List.of(REF), List.of(EMAIL, REF)),
                        new Delivery(LEAD, List.of(EMAIL)));
    }

    @Test
    void theContactUpdateOfAClosedLeadClaimsNothingButMustNotDeliverWhatIsSuppressed() {
        assertThat(effects(updated(List.of(EMAIL, REF), List.of(REF), NONE, NONE)))
                .containsExactly(
                        new HoldingChange(LEAD, NONE, NONE, List.of(EMAIL, REF)), new Delivery(LEAD, List.of(REF)));
    }

    @Test
    void aClosureReleases() {
        var released = new HoldingChange(LEAD, NONE, List.of(EMAIL), NONE);

        assertThat(effects(new LeadWon(LEAD, AT, 1, 1, Money.of("1", "USD"), List.of(EMAIL), null)))
                .containsExactly(released);
        assertThat(effects(new LeadLost(LEAD, AT, 1, 1, "PRICE", null, null, List.of(EMAIL), null)))
                .containsExactly(released);
    }

    @Test
    void aLeadThatComesBackClaimsAgainWhatMustNotBeSuppressed() {
        Effect[] claimed = {
            new HoldingChange(LEAD, List.of(EMAIL), NONE, NONE), new Delivery(LEAD, List.of(EMAIL)),
        };

        assertThat(effects(new LeadRecycled(LEAD, AT, 1, 1, "NOT_READY", null, List.of(EMAIL), null)))
                .containsExactly(claimed);
        assertThat(effects(new LeadReopened(LEAD, AT, 1, 1, "asked for it", List.of(EMAIL), null)))
                .containsExactly(claimed);
    }

    @Test
    void aReinstatementEndsTheLeadsOwnSuppressionsAsWell() {
        assertThat(effects(new LeadReinstated(LEAD, AT, 1, 1, "a mistake", List.of(EMAIL), null)))
                .containsExactly(
                        new HoldingChange(LEAD, List.of(EMAIL), NONE, NONE),
                        new Delivery(LEAD, List.of(EMAIL)),
                        new EndOfSuppressions(LEAD));
    }

    @Test
    void aRejectionThatDisqualifiesReleasesAndSuppressesForWhoeverDidIt() {
        var suppression = new Suppression(SUPPRESSION, EMAIL, null);

        assertThat(effects(
                        new LeadRejected(LEAD, AT, 1, 1, Disposition.DISQUALIFY, "NO_NEED", null, null, null, null),
                        new LeadDisqualified(
                                LEAD, AT, 1, 1, "NO_NEED", null, List.of(EMAIL), List.of(suppression), null)))
                .containsExactly(
                        new HoldingChange(LEAD, NONE, List.of(EMAIL), NONE),
                        new NewSuppression(LEAD, suppression, "NO_NEED", ACTOR, AT));
    }

    @Test
    void aLiftingEndsTheOneSuppression() {
        assertThat(effects(new SuppressionLifted(SUPPRESSION, LEAD, AT, 1, "agreed", null)))
                .containsExactly(new Lift(SUPPRESSION));
    }

    @Test
    void aWideningWidensTheOneSuppression() {
        assertThat(effects(new SuppressionWidened(SUPPRESSION, LEAD, AT, EMAIL.hash())))
                .containsExactly(new Widening(SUPPRESSION, EMAIL.hash()));
    }

    @Test
    void nothingIsAskedByEventsThatMoveNoIdentity() {
        assertThat(effects(new LeadMarketingQualified(LEAD, AT, 1, 1, null))).isEmpty();
    }

    @Test
    void aBlockedDeliveryComesFromTheLogAndNeverFromACommand() {
        var blocked = new RedeliveryBlocked(SUPPRESSION, LEAD, AT, "RegisterLead", LEAD, List.of(EMAIL), SOURCE, null);

        assertThatThrownBy(() -> blocked.effects(ACTOR)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ContactUpdated updated(
            List<IdentityHash> identities,
            List<IdentityHash> added,
            List<IdentityHash> claimed,
            List<IdentityHash> released) {
        return new ContactUpdated(LEAD, AT, 1, new ContactChange(Map.of()), identities, added, claimed, released, null);
    }

    private static List<Effect> effects(StreamEvent... events) {
        return Stream.of(events).flatMap(it -> it.effects(ACTOR).stream()).toList();
    }
}
