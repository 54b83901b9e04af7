package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How suppressions stand against deliveries, on whatever database the log runs. */
abstract class LogSuppressionsSuite extends LogSuite {
    @Test
    void blocksASuppressedIdentityAndLeavesATraceOncePerKey() {
        LeadId out = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        SuppressionId suppression = Samples.newSuppression();
        append(Samples.register(out, identity));
        append(Samples.disqualify(out, 1, identity, suppression));

        Entry.Builder delivery = Samples.register(Samples.newLead(), identity).idempotency(Samples.key("k", "r"));
        Outcome blocked = append(delivery);
        Outcome again = append(delivery);

        assertThat(blocked).isInstanceOf(Outcome.Refused.class);
        assertThat(again).isEqualTo(new Outcome.Kept(((Outcome.Refused) blocked).answer()));
        assertThat(log.stream(suppression.toString())).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("RedeliveryBlocked");
            assertThat(event.sequence()).isZero();
            assertThat(event.position()).isEqualTo(3);
        });
        append(Samples.register(Samples.newLead(), identity));
        assertThat(new Suppressions(database.dataSource(), visibility).find(suppression))
                .hasValueSatisfying(it -> {
                    assertThat(it.blocked()).isEqualTo(2);
                    assertThat(it.version()).isEqualTo(2);
                    assertThat(it.disqualifiedPosition()).isEqualTo(2);
                    assertThat(it.activeAt(Instant.now())).isTrue();
                });
        assertThat(log.stream(out.toString())).hasSize(2);
    }

    @Test
    void tellsOfAllSuppressionsHitOldestFirst() {
        LeadId lead = Samples.newLead();
        IdentityHash a = Samples.email("a");
        IdentityHash b = Samples.email("b");
        SuppressionId older = Samples.newSuppression();
        SuppressionId newer = Samples.newSuppression();
        append(Samples.register(lead, b));
        append(Samples.disqualify(lead, 1, b, older));
        LeadId other = Samples.newLead();
        append(Samples.register(other, a));
        append(Samples.disqualify(other, 1, a, newer));

        Outcome outcome = append(Samples.register(Samples.newLead(), a).mustNotBeSuppressed(List.of(a, b)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        it -> assertThat(it.answer().body()).isEqualTo("suppressed by " + older + " of 2"));
    }

    @Test
    void letsAnExpiredSuppressionPass() {
        LeadId out = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        SuppressionId suppression = Samples.newSuppression();
        append(Samples.register(out, identity));
        append(Samples.decide(out, 1, "LeadDisqualified")
                .releases(List.of(identity))
                .suppressions(List.of(new NewSuppression(
                        new Suppression(suppression, identity, Instant.now().minusSeconds(1)),
                        "NO_NEED",
                        Samples.CRM,
                        Samples.OCCURRED))));

        assertThat(append(Samples.register(Samples.newLead(), identity))).isInstanceOf(Outcome.Stored.class);
        assertThat(new Suppressions(database.dataSource(), visibility).active(Set.of(identity), Instant.now()))
                .isEmpty();
    }

    @Test
    void reinstatesALeadAgainstItsOwnSuppressionButNotAgainstAnothers() {
        IdentityHash identity = Samples.email("anna@example.com");
        LeadId first = Samples.newLead();
        SuppressionId own = Samples.newSuppression();
        append(Samples.register(first, identity));
        append(Samples.disqualify(first, 1, identity, own));
        LeadId second = Samples.newLead();
        SuppressionId others = Samples.newSuppression();
        append(Samples.register(second, Samples.email("b")));
        append(Samples.disqualify(second, 1, identity, others));
        Entry.Builder reinstate = Samples.decide(first, 2, "LeadReinstated")
                .claims(List.of(identity))
                .mustNotBeSuppressed(List.of(identity))
                .endSuppressionsOfLead(true);

        assertThat(append(reinstate))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        it -> assertThat(it.answer().body()).isEqualTo("suppressed by " + others + " of 1"));
        append(lift(others, 1));
        assertThat(append(reinstate)).isInstanceOf(Outcome.Stored.class);

        var suppressions = new Suppressions(database.dataSource(), visibility);
        assertThat(suppressions.find(own)).hasValueSatisfying(it -> {
            assertThat(it.endedBy()).isEqualTo(SuppressionEnd.REINSTATEMENT);
            assertThat(it.endedPosition()).isEqualTo(log.head().position());
        });
        assertThat(suppressions.find(others))
                .hasValueSatisfying(it -> assertThat(it.endedBy()).isEqualTo(SuppressionEnd.LIFT));
        assertThat(suppressions.active(Set.of(identity), Instant.now())).isEmpty();
    }

    @Test
    void passesAClaimOnAndBackWithoutForgettingWhoHeldIt() {
        LeadId first = Samples.newLead();
        LeadId second = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        append(Samples.register(first, identity));
        append(Samples.decide(first, 1, "LeadLost").releases(List.of(identity)));
        append(Samples.register(second, identity));
        append(Samples.decide(second, 1, "LeadLost").releases(List.of(identity)));
        assertThat(append(Samples.decide(first, 2, "LeadReopened").claims(List.of(identity))))
                .isInstanceOf(Outcome.Stored.class);

        var identities = new Identities(database.dataSource(), visibility);
        assertThat(identities.claims(List.of(identity))).isEqualTo(Map.of(identity, first));
        assertThat(identities.everHeld(identity))
                .containsExactly(new Identities.Holding(second, 3), new Identities.Holding(first, 1));
        assertThat(append(Samples.register(Samples.newLead(), identity)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        it -> assertThat(it.answer().body()).contains(first.toString()));
    }

    @Test
    void whoeverClaimsAnIdentityHoldsIt() {
        LeadId lead = Samples.newLead();
        IdentityHash later = Samples.email("anna@example.org");
        append(Samples.register(lead, Samples.email("anna@example.com")));
        append(Samples.decide(lead, 1, "ContactUpdated").claims(List.of(later)));

        var identities = new Identities(database.dataSource(), visibility);
        assertThat(identities.claims(List.of(later))).isEqualTo(Map.of(later, lead));
        assertThat(identities.everHeld(later)).containsExactly(new Identities.Holding(lead, 2));
    }

    @Test
    void liftsNoSuppressionThatHasEndedByItself() {
        IdentityHash identity = Samples.email("anna@example.com");
        LeadId lead = Samples.newLead();
        SuppressionId suppression = Samples.newSuppression();
        Instant expired = Instant.now().minusSeconds(1);
        append(Samples.register(lead, identity));
        append(Samples.disqualify(lead, 1, identity, suppression, expired));

        assertThat(append(lift(suppression, 0)))
                .isInstanceOfSatisfying(
                        Outcome.Over.class, it -> assertThat(it.at()).isAfter(expired));
        assertThat(log.stream(suppression.toString())).isEmpty();
    }

    @Test
    void liftsASuppressionOnceAndOnlyOnTheVersionThatWasDecidedOn() {
        IdentityHash identity = Samples.email("anna@example.com");
        LeadId lead = Samples.newLead();
        SuppressionId suppression = Samples.newSuppression();
        append(Samples.register(lead, identity));
        append(Samples.disqualify(lead, 1, identity, suppression));
        append(Samples.register(Samples.newLead(), identity));

        assertThat(append(lift(suppression, 0))).isEqualTo(new Outcome.Moved(1));
        assertThat(append(lift(suppression, 1))).isInstanceOf(Outcome.Stored.class);
        assertThat(append(lift(suppression, 2))).isEqualTo(new Outcome.Moved(2));
        assertThat(append(lift(Samples.newSuppression(), 0))).isEqualTo(new Outcome.Moved(0));
        assertThat(append(Samples.register(Samples.newLead(), identity))).isInstanceOf(Outcome.Stored.class);
        assertThat(log.stream(suppression.toString()))
                .extracting(StoredEvent::type)
                .containsExactly("RedeliveryBlocked", "SuppressionLifted");
    }
}
