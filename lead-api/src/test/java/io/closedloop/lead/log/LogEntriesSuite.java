package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** How entries are judged and what of them is stored, on whatever database the log runs. */
abstract class LogEntriesSuite extends LogSuite {
    @Test
    void storesARegistrationWithEverythingThatBelongsToIt() {
        LeadId lead = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");

        AppendOutcome outcome = append(Samples.register(lead, identity).idempotency(Samples.key("k", "r")));

        assertThat(outcome).isInstanceOfSatisfying(AppendOutcome.Stored.class, stored -> {
            assertThat(stored.positions().first()).isEqualTo(1);
            assertThat(stored.positions().last()).isEqualTo(1);
            assertThat(stored.positions().version()).isEqualTo(1);
            assertThat(stored.answer().body()).isEqualTo("1..1");
        });
        assertThat(log.stream(lead.toString())).singleElement().satisfies(event -> {
            assertThat(event.position()).isEqualTo(1);
            assertThat(event.sequence()).isZero();
            assertThat(event.streamType()).isEqualTo("Lead");
            assertThat(event.type()).isEqualTo("LeadRegistered");
            assertThat(event.revision()).isEqualTo("1");
            assertThat(event.payload()).isEqualTo("{\"leadId\":\"" + lead + "\"}");
            assertThat(event.metadata()).isEqualTo("{\"actorName\":\"crm\"}");
            assertThat(event.occurredAt()).isEqualTo(Samples.OCCURRED);
        });
        var identities = new HeldIdentities(database.dataSource(), visibility);
        assertThat(identities.openHolder(identity)).contains(lead);
        assertThat(identities.heldBy(lead)).containsExactly(identity);
        assertThat(identities.everHeld(identity)).containsExactly(new HeldIdentities.Holding(lead, 1));
        KeptAnswers kept = keptAnswers;
        assertThat(kept.find(Samples.sha256("k"))).hasValueSatisfying(answer -> {
            assertThat(answer.requestHash()).isEqualTo(Samples.sha256("r"));
            assertThat(answer.answer()).isEqualTo(((AppendOutcome.Stored) outcome).answer());
        });
        assertThat(log.head().position()).isEqualTo(1);
    }

    @Test
    void givesTheFirstAnswerAgainUnderTheSameKeyAndRefusesTheKeyForAnotherRequest() {
        LeadId lead = Samples.newLead();
        AppendOutcome first = append(Samples.register(lead, Samples.email("a")).idempotency(Samples.key("k", "r")));

        AppendOutcome again = append(Samples.register(lead, Samples.email("a")).idempotency(Samples.key("k", "r")));
        AppendOutcome other = append(Samples.register(lead, Samples.email("a")).idempotency(Samples.key("k", "other")));

        assertThat(again).isEqualTo(new AppendOutcome.Kept(((AppendOutcome.Stored) first).answer()));
        assertThat(other).isEqualTo(new AppendOutcome.KeyReused());
        assertThat(log.head().position()).isEqualTo(1);
    }

    @Test
    void knowsAnAnswerThatWasKeptBeforeRequestsWereHashedUnderAKey() {
        LeadId lead = Samples.newLead();
        AppendOutcome first = append(Samples.register(lead, Samples.email("a")).idempotency(Samples.key("k", "r")));
        int rewritten = Reading.from(database.dataSource(), connection -> {
            try (var update = connection.prepareStatement("update kept_answer set request_hash = ?")) {
                update.setString(1, Samples.key("k", "r").formerRequestHash());
                return update.executeUpdate();
            }
        });
        assertThat(rewritten).isEqualTo(1);

        AppendOutcome again = append(Samples.register(lead, Samples.email("a")).idempotency(Samples.key("k", "r")));
        AppendOutcome other = append(Samples.register(lead, Samples.email("a")).idempotency(Samples.key("k", "other")));

        assertThat(again).isEqualTo(new AppendOutcome.Kept(((AppendOutcome.Stored) first).answer()));
        assertThat(other).isEqualTo(new AppendOutcome.KeyReused());
    }

    @Test
    void refusesADecisionOnAVersionThatHasMoved() {
        LeadId lead = Samples.newLead();
        append(Samples.register(lead, Samples.email("a")));
        append(Samples.decide(lead, 1, "LeadMarketingQualified"));

        assertThat(append(Samples.decide(lead, 1, "LeadDisqualified"))).isEqualTo(new AppendOutcome.Moved(2));
        assertThat(append(Samples.decide(lead, 5, "LeadDisqualified"))).isEqualTo(new AppendOutcome.Moved(2));
        assertThat(append(Samples.decide(Samples.newLead(), 1, "LeadWon"))).isEqualTo(new AppendOutcome.Moved(0));
        assertThat(append(Samples.decide(lead, 0, "LeadRegistered"))).isEqualTo(new AppendOutcome.Moved(2));
        assertThat(log.stream(lead.toString()))
                .extracting(StoredEvent::sequence)
                .containsExactly(0L, 1L);
    }

    @Test
    void answersAnEntryWithoutEventsWithTheStreamsLastPosition() {
        LeadId lead = Samples.newLead();
        append(Samples.register(Samples.newLead(), Samples.email("b")));
        append(Samples.register(lead, Samples.email("a")));
        append(Samples.register(Samples.newLead(), Samples.email("c")));

        AppendOutcome outcome =
                append(Samples.answering(new Samples.TestAnswers()).expected(Samples.version(lead, 1)));

        assertThat(outcome).isInstanceOfSatisfying(AppendOutcome.Stored.class, stored -> {
            assertThat(stored.positions().last()).isEqualTo(2);
            assertThat(stored.positions().version()).isEqualTo(1);
        });
        assertThat(log.head().position()).isEqualTo(3);
    }

    @Test
    void givesWayToTheOneLeadThatHoldsWhatIsClaimedAndUsesUpNoKey() {
        LeadId first = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        append(Samples.register(first, identity));
        Idempotency key = Samples.key("k", "r");
        Samples.Builder second = Samples.register(Samples.newLead(), identity)
                .claims(List.of(Samples.email("free"), identity))
                .givesWay(true)
                .idempotency(key);

        assertThat(append(second)).isEqualTo(new AppendOutcome.GaveWay(first));
        assertThat(append(second.dryRun(true))).isEqualTo(new AppendOutcome.GaveWay(first));
        assertThat(append(second.dryRun(false))).isEqualTo(new AppendOutcome.GaveWay(first));
        assertThat(log.head().position()).isEqualTo(1);
    }

    @Test
    void whereTwoLeadsHoldWhatIsClaimedItIsRefusedWithBothAndGivesNoWay() {
        LeadId first = Samples.newLead();
        LeadId second = Samples.newLead();
        append(Samples.register(first, Samples.email("a")));
        append(Samples.register(second, Samples.email("b")));
        Samples.Builder both = Samples.register(Samples.newLead(), Samples.email("a"))
                .claims(List.of(Samples.email("a"), Samples.email("free"), Samples.email("b")));

        for (boolean givesWay : List.of(false, true)) {
            assertThat(append(both.givesWay(givesWay)))
                    .isInstanceOfSatisfying(
                            AppendOutcome.Refused.class,
                            it -> assertThat(it.answer().body())
                                    .isEqualTo("claimed by %s and %s".formatted(first, second)));
        }
    }

    @Test
    void aDeliveryGoesToTheLeadThatHoldsItStillAndAlone() {
        LeadId lead = Samples.newLead();
        LeadId other = Samples.newLead();
        append(Samples.register(lead, Samples.email("a")));
        append(Samples.register(other, Samples.email("b")));

        assertThat(append(Samples.decide(lead, 1, "TouchRecorded").delivered(List.of(Samples.email("c")))))
                .as("nobody holds it")
                .isEqualTo(new AppendOutcome.Moved(1));
        assertThat(append(Samples.decide(lead, 1, "TouchRecorded")
                        .delivered(List.of(Samples.email("a"), Samples.email("b")))))
                .as("another one holds some of it")
                .isEqualTo(new AppendOutcome.Moved(1));
        assertThat(append(Samples.decide(lead, 1, "TouchRecorded")
                        .delivered(List.of(Samples.email("a"), Samples.email("c")))))
                .isInstanceOf(AppendOutcome.Stored.class);
        append(Samples.decide(lead, 2, "LeadLost").releases(List.of(Samples.email("a"))));
        assertThat(append(Samples.decide(lead, 3, "TouchRecorded").delivered(List.of(Samples.email("a")))))
                .as("it is closed")
                .isEqualTo(new AppendOutcome.Moved(3));
    }

    @Test
    void refusesAnIdentityThatAnotherOpenLeadHoldsAndKeepsTheRefusal() {
        LeadId first = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        append(Samples.register(first, identity));

        Samples.Builder second = Samples.register(Samples.newLead(), identity).idempotency(Samples.key("k", "r"));
        AppendOutcome refused = append(second);

        assertThat(refused)
                .isInstanceOfSatisfying(
                        AppendOutcome.Refused.class,
                        it -> assertThat(it.answer().body()).isEqualTo("claimed by " + first));
        assertThat(append(second)).isEqualTo(new AppendOutcome.Kept(((AppendOutcome.Refused) refused).answer()));
        assertThat(log.head().position()).isEqualTo(1);
    }

    @Test
    void letsAnIdentityPassOnOnceItIsReleased() {
        LeadId first = Samples.newLead();
        LeadId second = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        append(Samples.register(first, identity));
        append(Samples.decide(first, 1, "LeadWon").releases(List.of(identity)));

        assertThat(append(Samples.register(second, identity))).isInstanceOf(AppendOutcome.Stored.class);
        var identities = new HeldIdentities(database.dataSource(), visibility);
        assertThat(identities.openHolder(identity)).contains(second);
        assertThat(identities.everHeld(identity))
                .extracting(HeldIdentities.Holding::leadId)
                .containsExactly(second, first);
    }

    @Test
    void neverReleasesWhatAnotherLeadHolds() {
        LeadId holder = Samples.newLead();
        LeadId other = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        append(Samples.register(holder, identity));
        append(Samples.register(other, Samples.email("b")));

        append(Samples.decide(other, 1, "LeadWon").releases(List.of(identity)));

        assertThat(new HeldIdentities(database.dataSource(), visibility).openHolder(identity))
                .contains(holder);
    }

    @Test
    void asksForANewDecisionWhenClaimsElsewhereAreNotWhatWasBelieved() {
        IdentityHash mine = Samples.email("mine");
        IdentityHash shared = Samples.email("shared");
        LeadId lead = Samples.newLead();
        append(Samples.register(lead, mine));
        append(Samples.register(Samples.newLead(), shared));
        Set<IdentityHash> both = Set.of(mine, shared);

        assertThat(append(Samples.decide(lead, 1, "LeadDisqualified")
                        .claimsElsewhere(new ClaimsElsewhere(both, Set.of()))))
                .isEqualTo(new AppendOutcome.Moved(1));
        assertThat(append(Samples.decide(lead, 1, "LeadDisqualified").claimsElsewhere(new ClaimsElsewhere(both, both))))
                .isEqualTo(new AppendOutcome.Moved(1));
        assertThat(append(Samples.decide(lead, 1, "LeadDisqualified")
                        .claimsElsewhere(new ClaimsElsewhere(both, Set.of(shared)))))
                .isInstanceOf(AppendOutcome.Stored.class);
    }

    @Test
    void judgesByKeyThenVersionThenSuppressionThenClaim() {
        IdentityHash identity = Samples.email("anna@example.com");
        LeadId holder = Samples.newLead();
        LeadId out = Samples.newLead();
        append(Samples.register(holder, identity));
        append(Samples.register(out, Samples.email("b")));
        append(Samples.disqualify(out, 1, identity, Samples.newSuppression()));
        append(Samples.register(Samples.newLead(), Samples.email("c")).idempotency(Samples.key("k", "r")));
        Samples.Builder all = Samples.register(holder, identity).idempotency(Samples.key("k", "r"));

        assertThat(append(all)).isInstanceOf(AppendOutcome.Kept.class);
        assertThat(append(all.idempotency(null))).isEqualTo(new AppendOutcome.Moved(1));
        LeadId another = Samples.newLead();
        assertThat(append(Samples.register(another, identity)))
                .isInstanceOfSatisfying(
                        AppendOutcome.Refused.class,
                        it -> assertThat(it.answer().body()).startsWith("suppressed"));
        assertThat(append(Samples.register(another, identity).mustNotBeSuppressed(List.of())))
                .isInstanceOfSatisfying(
                        AppendOutcome.Refused.class,
                        it -> assertThat(it.answer().body()).startsWith("claimed"));
    }

    @Test
    void leavesNoTraceOfADryRun() {
        IdentityHash free = Samples.email("free");
        IdentityHash suppressed = Samples.email("suppressed");
        IdentityHash claimed = Samples.email("claimed");
        LeadId out = Samples.newLead();
        SuppressionId suppression = Samples.newSuppression();
        append(Samples.register(out, suppressed));
        append(Samples.disqualify(out, 1, suppressed, suppression));
        append(Samples.register(Samples.newLead(), claimed));
        LogHead before = log.head();

        LeadId lead = Samples.newLead();
        for (IdentityHash identity : List.of(free, suppressed, claimed)) {
            AppendOutcome outcome = append(Samples.register(lead, identity)
                    .idempotency(Samples.key("k", "r"))
                    .dryRun(true));
            assertThat(outcome).isInstanceOf(AppendOutcome.Checked.class);
        }
        assertThat(append(Samples.register(lead, free).dryRun(true)))
                .isEqualTo(new AppendOutcome.Checked(
                        new Samples.TestAnswers().accepted(new Positions(4, 4, before.recordedAt(), 1))));

        assertThat(log.head()).isEqualTo(before);
        assertThat(log.stream(suppression.toString())).isEmpty();
        assertThat(keptAnswers.find(Samples.sha256("k"))).isEmpty();
        assertThat(new HeldIdentities(database.dataSource(), visibility).openHolder(free))
                .isEmpty();
        assertThat(append(Samples.register(lead, free))).isInstanceOf(AppendOutcome.Stored.class);
    }

    @Test
    void entriesOfOneTransactionSeeWhatThoseBeforeThemDid() {
        IdentityHash identity = Samples.email("anna@example.com");
        LeadId first = Samples.newLead();
        LeadId second = Samples.newLead();
        SuppressionId suppression = Samples.newSuppression();
        var batch = List.of(
                Samples.register(first, identity).idempotency(Samples.key("k", "r")),
                Samples.register(first, identity).idempotency(Samples.key("k", "r")),
                Samples.register(first, identity).idempotency(Samples.key("k", "x")),
                Samples.register(second, identity),
                Samples.decide(first, 0, "LeadMarketingQualified"),
                Samples.disqualify(first, 1, identity, suppression),
                Samples.register(second, identity),
                lift(suppression, 1),
                Samples.register(second, identity),
                Samples.decide(second, 1, "LeadWon").releases(List.of(identity)),
                Samples.register(Samples.newLead(), identity));

        List<AppendOutcome> outcomes = appendTogether(batch);

        assertThat(outcomes.get(0)).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(outcomes.get(1))
                .isEqualTo(new AppendOutcome.Kept(((AppendOutcome.Stored) outcomes.get(0)).answer()));
        assertThat(outcomes.get(2)).isEqualTo(new AppendOutcome.KeyReused());
        assertThat(outcomes.get(3)).isInstanceOf(AppendOutcome.Refused.class);
        assertThat(outcomes.get(4)).isEqualTo(new AppendOutcome.Moved(1));
        assertThat(outcomes.get(5)).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(outcomes.get(6)).isInstanceOf(AppendOutcome.Refused.class);
        assertThat(outcomes.subList(7, 11)).allSatisfy(it -> assertThat(it).isInstanceOf(AppendOutcome.Stored.class));
        List<StoredEvent> events = log.after(0, 100);
        assertThat(events)
                .extracting(StoredEvent::type)
                .containsExactly(
                        "LeadRegistered",
                        "LeadDisqualified",
                        "RedeliveryBlocked",
                        "SuppressionLifted",
                        "LeadRegistered",
                        "LeadWon",
                        "LeadRegistered");
        assertThat(events)
                .extracting(StoredEvent::batch)
                .containsOnly(events.getFirst().batch());
        assertThat(events)
                .extracting(StoredEvent::recordedAt)
                .containsOnly(events.getFirst().recordedAt());
    }

    @Test
    void failsOnlyTheEntryThatTheDatabaseRefuses() {
        LeadId first = Samples.newLead();
        LeadId good = Samples.newLead();
        LeadId bad = Samples.newLead();
        String eventId = "the-same-event";
        append(Samples.register(first, Samples.email("x"))
                .events(List.of(Samples.event(first, "LeadRegistered", eventId))));

        List<CompletableFuture<AppendOutcome>> answers = submitTogether(List.of(
                Samples.register(good, Samples.email("a")),
                Samples.register(bad, Samples.email("b"))
                        .events(List.of(Samples.event(bad, "LeadRegistered", eventId))),
                Samples.decide(good, 1, "LeadMarketingQualified")));

        assertThat(answers.get(0).join()).isInstanceOf(AppendOutcome.Stored.class);
        assertThatThrownBy(answers.get(1)::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(EntryNotStorableException.class)
                .as("the database's message would quote the payload")
                .hasNoCause()
                .hasMessageNotContaining(bad.toString());
        assertThat(answers.get(2).join()).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(log.stream(bad.toString())).isEmpty();
        assertThat(new HeldIdentities(database.dataSource(), visibility).openHolder(Samples.email("b")))
                .isEmpty();
    }

    @Test
    void failsOnlyTheEntryWhoseOwnFunctionsThrow() {
        LeadId lead = Samples.newLead();
        Answers broken = new Answers() {
            @Override
            public Answer accepted(Positions positions) {
                throw new IllegalStateException("no answer");
            }

            @Override
            public Answer suppressed(List<SuppressionHit> hits) {
                throw new IllegalStateException("no answer");
            }

            @Override
            public Answer claimed(List<LeadId> byLeadIds) {
                throw new IllegalStateException("no answer");
            }

            @Override
            public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
                throw new IllegalStateException("no event");
            }
        };

        CompletableFuture<AppendOutcome> failing = appender.append(Samples.answering(broken)
                .expected(Samples.version(lead, 0))
                .events(List.of(Samples.event(lead, "LeadRegistered")))
                .build());

        assertThatThrownBy(failing::join).hasRootCauseMessage("no answer");
        assertThat(append(Samples.register(lead, Samples.email("a")))).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(log.stream(lead.toString())).hasSize(1);
    }
}
