package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.NewSuppression;
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

        Samples.Builder delivery = Samples.register(Samples.newLead(), identity).idempotency(Samples.key("k", "r"));
        AppendOutcome blocked = append(delivery);
        AppendOutcome again = append(delivery);

        assertThat(blocked).isInstanceOf(AppendOutcome.Refused.class);
        assertThat(again).isEqualTo(new AppendOutcome.Kept(((AppendOutcome.Refused) blocked).answer()));
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

        AppendOutcome outcome = append(Samples.register(Samples.newLead(), a).mustNotBeSuppressed(List.of(a, b)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        AppendOutcome.Refused.class,
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
                        out,
                        new Suppression(suppression, identity, Instant.now().minusSeconds(1)),
                        "NO_NEED",
                        Samples.CRM,
                        Samples.OCCURRED))));

        assertThat(append(Samples.register(Samples.newLead(), identity))).isInstanceOf(AppendOutcome.Stored.class);
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
        Samples.Builder reinstate = Samples.decide(first, 2, "LeadReinstated")
                .claims(List.of(identity))
                .mustNotBeSuppressed(List.of(identity))
                .endSuppressionsOfLead(true);

        assertThat(append(reinstate))
                .isInstanceOfSatisfying(
                        AppendOutcome.Refused.class,
                        it -> assertThat(it.answer().body()).isEqualTo("suppressed by " + others + " of 1"));
        append(lift(others, 1));
        assertThat(append(reinstate)).isInstanceOf(AppendOutcome.Stored.class);

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
                .isInstanceOf(AppendOutcome.Stored.class);

        var identities = new HeldIdentities(database.dataSource(), visibility);
        assertThat(identities.claims(List.of(identity))).isEqualTo(Map.of(identity, first));
        assertThat(identities.everHeld(identity))
                .containsExactly(new HeldIdentities.Holding(second, 3), new HeldIdentities.Holding(first, 1));
        assertThat(append(Samples.register(Samples.newLead(), identity)))
                .isInstanceOfSatisfying(
                        AppendOutcome.Refused.class,
                        it -> assertThat(it.answer().body()).contains(first.toString()));
    }

    @Test
    void whoeverClaimsAnIdentityHoldsIt() {
        LeadId lead = Samples.newLead();
        IdentityHash later = Samples.email("anna@example.org");
        append(Samples.register(lead, Samples.email("anna@example.com")));
        append(Samples.decide(lead, 1, "ContactUpdated").claims(List.of(later)));

        var identities = new HeldIdentities(database.dataSource(), visibility);
        assertThat(identities.claims(List.of(later))).isEqualTo(Map.of(later, lead));
        assertThat(identities.everHeld(later)).containsExactly(new HeldIdentities.Holding(lead, 2));
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
                        AppendOutcome.Over.class, it -> assertThat(it.at()).isAfter(expired));
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

        assertThat(append(lift(suppression, 0))).isEqualTo(new AppendOutcome.Moved(1));
        assertThat(append(lift(suppression, 1))).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(append(lift(suppression, 2))).isEqualTo(new AppendOutcome.Moved(2));
        assertThat(append(lift(Samples.newSuppression(), 0))).isEqualTo(new AppendOutcome.Moved(0));
        assertThat(append(Samples.register(Samples.newLead(), identity))).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(log.stream(suppression.toString()))
                .extracting(StoredEvent::type)
                .containsExactly("RedeliveryBlocked", "SuppressionLifted");
    }

    @Test
    void aSuppressionWithABaseKeepsThePlusVariantsOutEitherWay() {
        IdentityHash plain = Samples.email("spam@x.example");
        IdentityHash first = Samples.variant("spam+1@x.example", "spam@x.example");
        IdentityHash second = Samples.variant("spam+2@x.example", "spam@x.example");
        for (IdentityHash out : List.of(plain, first)) {
            LeadId lead = Samples.newLead();
            SuppressionId suppression = Samples.newSuppression();
            append(Samples.register(lead, out));
            append(Samples.disqualifyWidely(lead, 1, out, suppression));

            for (IdentityHash back : List.of(plain, first, second)) {
                assertThat(append(Samples.register(Samples.newLead(), back)))
                        .as("%s after %s", back, out)
                        .isInstanceOfSatisfying(
                                AppendOutcome.Refused.class,
                                it -> assertThat(it.answer().body()).startsWith("suppressed by " + suppression));
            }
            assertThat(append(
                            Samples.register(Samples.newLead(), Samples.variant("spam+1@y.example", "spam@y.example"))))
                    .isInstanceOf(AppendOutcome.Stored.class);
            append(Samples.decide(lead, 2, "LeadReinstated").endSuppressionsOfLead(true));
            append(release(Samples.variant("spam+1@y.example", "spam@y.example")));
        }
    }

    private Samples.Builder release(IdentityHash identity) {
        LeadId holder = new HeldIdentities(database.dataSource(), visibility)
                .openHolder(identity)
                .orElseThrow();
        return Samples.decide(holder, 1, "LeadLost").releases(List.of(identity));
    }

    @Test
    void aSuppressionWithoutABaseKeepsOutItsOwnAddressOnly() {
        LeadId lead = Samples.newLead();
        IdentityHash plain = Samples.email("spam@x.example");
        append(Samples.register(lead, plain));
        append(Samples.disqualify(lead, 1, plain, Samples.newSuppression()));

        assertThat(append(Samples.register(Samples.newLead(), Samples.variant("spam+1@x.example", "spam@x.example"))))
                .isInstanceOf(AppendOutcome.Stored.class);
        assertThat(append(Samples.register(Samples.newLead(), plain))).isInstanceOf(AppendOutcome.Refused.class);
    }

    @Test
    void inOneTransactionTheSameHolds() {
        LeadId lead = Samples.newLead();
        IdentityHash plain = Samples.email("spam@x.example");
        IdentityHash variant = Samples.variant("spam+1@x.example", "spam@x.example");
        append(Samples.register(lead, variant));
        var disqualified = appender.append(Samples.disqualifyWidely(lead, 1, variant, Samples.newSuppression())
                .build());
        var plainly = appender.append(Samples.register(Samples.newLead(), plain).build());
        var otherwise = appender.append(
                Samples.register(Samples.newLead(), Samples.variant("spam+2@x.example", "spam@x.example"))
                        .build());

        assertThat(disqualified.join()).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(plainly.join()).isInstanceOf(AppendOutcome.Refused.class);
        assertThat(otherwise.join()).isInstanceOf(AppendOutcome.Refused.class);
    }

    @Test
    void leadsMayDifferByAPlusPartAndTheirVariantsAreKnown() {
        LeadId plain = Samples.newLead();
        LeadId variant = Samples.newLead();
        IdentityHash address = Samples.email("ana@x.example");
        IdentityHash plus = Samples.variant("ana+1@x.example", "ana@x.example");
        assertThat(append(Samples.register(plain, address))).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(append(Samples.register(variant, plus))).isInstanceOf(AppendOutcome.Stored.class);
        var identities = new HeldIdentities(database.dataSource(), visibility);
        String base = address.hash();

        assertThat(identities.claimedElsewhere(Set.of(address), plain))
                .isEqualTo(new ClaimsElsewhere(Set.of(address), Set.of(), Set.of(base), Set.of(base)));
        assertThat(identities.claimedElsewhere(Set.of(plus), variant))
                .isEqualTo(new ClaimsElsewhere(Set.of(plus), Set.of(), Set.of(base), Set.of(base)));
        assertThat(identities.heldBy(variant))
                .singleElement()
                .satisfies(it -> assertThat(it.base()).isEqualTo(base));

        // Whoever believed that nobody holds a variant has to decide again.
        var believed = new ClaimsElsewhere(Set.of(address), Set.of(), Set.of(base), Set.of());
        assertThat(append(Samples.disqualifyWidely(plain, 1, address, Samples.newSuppression())
                        .claimsElsewhere(believed)))
                .isInstanceOf(AppendOutcome.Moved.class);
        append(Samples.decide(variant, 1, "LeadLost").releases(List.of(plus)));
        assertThat(identities.claimedElsewhere(Set.of(address), plain)).isEqualTo(believed);
        assertThat(append(Samples.disqualifyWidely(plain, 1, address, Samples.newSuppression())
                        .claimsElsewhere(believed)))
                .isInstanceOf(AppendOutcome.Stored.class);
    }

    @Test
    void aFormerHashMeansOnlyWhatWasHashedUnderTheFormerSpelling() {
        IdentityHash respelled = Samples.respelled("info@straße.example", "info@strasse.example");
        LeadId since = Samples.newLead();
        append(Samples.register(since, Samples.email("info@strasse.example")));
        append(Samples.disqualifyWidely(since, 1, Samples.email("info@strasse.example"), Samples.newSuppression()));
        LeadId open = Samples.newLead();
        assertThat(append(Samples.register(open, respelled)))
                .as("another domain")
                .isInstanceOf(AppendOutcome.Stored.class);
        append(Samples.decide(open, 1, "LeadLost").releases(List.of(respelled)));

        LeadId before = Samples.newLead();
        append(Samples.register(before, Samples.email("somebody@else.example")));
        append(Samples.disqualify(before, 1, Samples.former("info@strasse.example"), Samples.newSuppression()));
        assertThat(append(Samples.register(Samples.newLead(), respelled)))
                .as("the same, when it was suppressed")
                .isInstanceOf(AppendOutcome.Refused.class);
    }

    @Test
    void aClaimOfTheFormerSpellingIsFoundByTheFormerHash() {
        LeadId before = Samples.newLead();
        IdentityHash respelled = Samples.respelled("a\u00e9@x.example", "ae@x.example");
        append(Samples.register(before, Samples.former("ae@x.example")));

        assertThat(append(Samples.register(Samples.newLead(), respelled)))
                .isInstanceOfSatisfying(
                        AppendOutcome.Refused.class,
                        it -> assertThat(it.answer().body()).isEqualTo("claimed by " + before));
        assertThat(append(Samples.decide(before, 1, "ContactUpdated")
                        .releases(List.of(Samples.former("ae@x.example")))
                        .claims(List.of(respelled))
                        .mustNotBeSuppressed(List.of(respelled))))
                .as("it is its own")
                .isInstanceOf(AppendOutcome.Stored.class);
        assertThat(new HeldIdentities(database.dataSource(), visibility).everHeld(respelled))
                .extracting(HeldIdentities.Holding::fromPosition)
                .containsExactly(2L, 1L);
    }

    @Test
    void aSuppressionIsWidenedOnceAndOnlyWhereNobodyHoldsAVariant() {
        LeadId lead = Samples.newLead();
        SuppressionId suppression = Samples.newSuppression();
        IdentityHash before = Samples.former("spam@x.example");
        IdentityHash variant = Samples.variant("spam+1@x.example", "spam@x.example");
        String base = Samples.sha256("spam@x.example");
        append(Samples.register(lead, before));
        append(Samples.disqualify(lead, 1, before, suppression));
        var suppressions = new Suppressions(database.dataSource(), visibility);
        assertThat(suppressions.withoutBase(null, 10))
                .extracting(KnownSuppression::suppressionId)
                .containsExactly(suppression);
        LeadId other = Samples.newLead();
        assertThat(append(Samples.register(other, variant))).isInstanceOf(AppendOutcome.Stored.class);

        assertThat(append(widen(suppression, 0, base))).isInstanceOf(AppendOutcome.Moved.class);
        append(Samples.decide(other, 1, "LeadLost").releases(List.of(variant)));
        assertThat(append(widen(suppression, 0, base))).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(append(widen(suppression, 1, base))).isEqualTo(new AppendOutcome.Moved(1));

        assertThat(suppressions.find(suppression)).hasValueSatisfying(it -> {
            assertThat(it.base()).isEqualTo(base);
            assertThat(it.version()).isEqualTo(1);
        });
        assertThat(suppressions.withoutBase(null, 10)).isEmpty();
        assertThat(suppressions.active(List.of(variant), Instant.now()))
                .extracting(KnownSuppression::suppressionId)
                .containsExactly(suppression);
        assertThat(append(Samples.register(Samples.newLead(), variant))).isInstanceOf(AppendOutcome.Refused.class);
    }
}
