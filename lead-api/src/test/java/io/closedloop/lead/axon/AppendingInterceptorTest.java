package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.AppendOutcome.Checked;
import io.closedloop.lead.log.AppendOutcome.Kept;
import io.closedloop.lead.log.AppendOutcome.Refused;
import io.closedloop.lead.log.AppendOutcome.Stored;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.OutcomeUnknownException;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.sealing.SubjectKeys;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendingInterceptorTest {
    private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");
    private final LeadId lead = new LeadId(UUID.randomUUID());

    private CommandSide side;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        side = CommandSide.open(directory);
    }

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void aCommandsEventsAreStoredAndItsPersonalDataOpenWithTheLeadsNewKey() {
        AppendOutcome outcome = side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));

        assertThat(outcome).isInstanceOf(Stored.class);
        StoredEvent stored = side.log.stream(lead.toString()).getFirst();
        assertThat(stored.type()).isEqualTo("LeadRegistered");
        assertThat(stored.payload()).doesNotContain("ana@example.com");
        var event = (LeadRegistered) side.json.read(
                stored.streamId(),
                stored.eventId(),
                stored.type(),
                stored.revision(),
                stored.payload(),
                side.subjectKeys);
        assertThat(event.contact().email()).isEqualTo("ana@example.com");
        assertThat(event.occurredAt()).isEqualTo(AT);
    }

    @Test
    void theMetadataAreTheEnvelopeWithTheRoleThatPermittedItAndNothingElse() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));

        StoredEvent stored = side.log.stream(lead.toString()).getFirst();

        assertThat(stored.metadata())
                .isEqualTo(
                        "{\"actorId\":\"%s\",\"actorName\":\"crm\",\"correlationId\":\"correlation-1\",\"role\":\"MARKETING\",\"source\":\"import\"}"
                                .formatted(TestContext.ACTOR.id()));
    }

    @Test
    void aLeadIsLoadedFromItsEventsAndDecidesOnThem() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.sender.send(new QualifyMarketing(lead, AT, null), context(null));

        AppendOutcome outcome = side.sender.send(new AcceptLead(lead, new Rep("rep-7"), AT, null), context(null));

        assertThat(answerOf(outcome)).isEqualTo("Accepted [LeadAccepted] v3");
        assertThat(side.log.stream(lead.toString()))
                .extracting(StoredEvent::type)
                .containsExactly("LeadRegistered", "LeadMarketingQualified", "LeadAccepted");
    }

    @Test
    void aLeadThatItsCommandBeginsIsNotLookedFor() {
        side.reads.statements();

        AppendOutcome outcome = side.sender.send(CommandSide.register(lead, "ana@example.com"), beginning());

        assertThat(answerOf(outcome)).isEqualTo("Accepted [LeadRegistered] v1");
        assertThat(side.reads.statements()).isEmpty();
        assertThat(side.log.stream(lead.toString())).hasSize(1);
    }

    @Test
    void aRefusalOfALeadThatItsCommandBeginsLeavesNothingBehind() {
        AppendOutcome outcome = side.sender.send(new QualifyMarketing(lead, AT, null), beginning());

        assertThat(answerOf(outcome)).isEqualTo("Refused [] v0");
        assertThat(side.log.stream(lead.toString())).isEmpty();
    }

    @Test
    void aLeadThatIsThereAlthoughItsCommandBeginsItIsFoundByTheLog() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));

        AppendOutcome outcome = side.sender.send(CommandSide.register(lead, "bea@example.com"), beginning());

        assertThat(outcome).isInstanceOf(AppendOutcome.Moved.class);
        assertThat(side.log.stream(lead.toString())).hasSize(1);
    }

    @Test
    void theNextCommandsOfALeadReadNothingAgain() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.reads.statements();

        side.sender.send(new QualifyMarketing(lead, AT, null), context(null));
        AppendOutcome outcome = side.sender.send(new AcceptLead(lead, new Rep("rep-7"), AT, null), context(null));

        assertThat(answerOf(outcome)).isEqualTo("Accepted [LeadAccepted] v3");
        assertThat(side.reads.statements()).isEmpty();
    }

    @Test
    void aLeadThatWasReadOnceIsNotReadForItsNextCommand() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.recent.forget(lead);
        side.sender.send(new QualifyMarketing(lead, AT, null), context(null));
        side.reads.statements();

        AppendOutcome outcome = side.sender.send(new AcceptLead(lead, new Rep("rep-7"), AT, null), context(null));

        assertThat(answerOf(outcome)).isEqualTo("Accepted [LeadAccepted] v3");
        assertThat(side.reads.statements()).isEmpty();
    }

    @Test
    void whatAnotherInstanceStoredInTheMeantimeIsFoundByTheLogAndThenRead() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.appender.append(Leads.touches(side, lead, 2)).join();

        AppendOutcome onWhatWas = side.sender.send(new QualifyMarketing(lead, AT, null), context(null));
        AppendOutcome onWhatIs = side.sender.send(new QualifyMarketing(lead, AT, null), context(null));

        assertThat(onWhatWas).isInstanceOf(AppendOutcome.Moved.class);
        assertThat(answerOf(onWhatIs)).isEqualTo("Accepted [LeadMarketingQualified] v4");
    }

    @Test
    void aRefusalOnWhatIsNoLongerSoIsNoAnswer() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.appender.append(Leads.touches(side, lead, 1)).join();

        AppendOutcome refusedOnWhatWas =
                side.sender.send(new AcceptLead(lead, new Rep("rep-7"), AT, null), context(null));
        AppendOutcome refusedOnWhatIs =
                side.sender.send(new AcceptLead(lead, new Rep("rep-7"), AT, null), context(null));

        assertThat(refusedOnWhatWas).isInstanceOf(AppendOutcome.Moved.class);
        assertThat(answerOf(refusedOnWhatIs)).isEqualTo("Refused [] v2");
    }

    @Test
    void anOpenContactIsAtHandNoLongerThanItsKey() throws SQLException {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        assertThat(side.recent.find(lead)).isNotNull();

        side.later = SubjectKeys.KEPT_FOR.plusSeconds(1);
        assertThat(side.recent.find(lead)).isNotNull();
        side.forgetKeyOf(lead);
        side.later = SubjectKeys.KEPT_FOR.plusSeconds(1).multipliedBy(2);

        assertThat(side.recent.find(lead)).isNull();
    }

    @Test
    void whatMayHaveBeenStoredIsReadFromTheLog() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.append = entry -> {
            side.appender.append(entry).join();
            return CompletableFuture.failedFuture(new OutcomeUnknownException("lost", Duration.ofSeconds(1)));
        };
        assertThatThrownBy(() -> side.sender.send(new QualifyMarketing(lead, AT, null), context(null)))
                .isInstanceOf(OutcomeUnknownException.class);
        side.append = side.appender::append;

        AppendOutcome outcome = side.sender.send(new AcceptLead(lead, new Rep("rep-7"), AT, null), context(null));

        assertThat(answerOf(outcome)).isEqualTo("Accepted [LeadAccepted] v3");
    }

    @Test
    void aRepeatIsHandedOverOnceToo() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));

        AppendOutcome outcome = side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));

        assertThat(answerOf(outcome)).isEqualTo("Repeat [] v1");
        assertThat(side.entries).hasSize(2);
        assertThat(side.entries.getLast().events()).isEmpty();
    }

    @Test
    void aRefusalIsHandedOverOnceTooAndItsAnswerKeptUnderTheKey() {
        var key = new Idempotency("aa", "bb", "cc", "key-1");

        AppendOutcome first = side.sender.send(new QualifyMarketing(lead, AT, null), context(key));
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        AppendOutcome second = side.sender.send(new QualifyMarketing(lead, AT, null), context(key));

        assertThat(answerOf(first)).isEqualTo("Refused [] v0");
        assertThat(second).isInstanceOf(Kept.class);
        assertThat(answerOf(second)).isEqualTo("Refused [] v0");
        assertThat(side.log.stream(lead.toString())).hasSize(1);
        assertThat(side.entries).hasSize(3);
    }

    @Test
    void aSecondLeadWithTheSameIdentityIsRefusedByTheLog() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        var other = new LeadId(UUID.randomUUID());

        AppendOutcome outcome = side.sender.send(CommandSide.register(other, "Ana@Example.com"), context(null));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(answerOf(outcome)).isEqualTo("claimed by " + lead);
        assertThat(side.log.stream(other.toString())).isEmpty();
        assertThat(side.subjectKeys.keyOf(other))
                .as("a lead that is not there has no key")
                .isNull();
    }

    @Test
    void aDryRunStoresNothing() {
        AppendOutcome outcome = side.sender.send(
                CommandSide.register(lead, "ana@example.com"),
                new TestContext(side.keyring.identityHasher(), null, true, false));

        assertThat(outcome).isInstanceOf(Checked.class);
        assertThat(side.log.stream(lead.toString())).isEmpty();
        assertThat(side.log.head().position()).isZero();
    }

    @Test
    void aHandlerThatFailsHandsNothingOverAndIsNotTriedAgain() {
        var tries = new AtomicInteger();
        side.bus.subscribe(String.class.getName(), _ -> {
            tries.incrementAndGet();
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> side.sender.send("command", context(null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(side.entries).isEmpty();
        assertThat(tries).hasValue(1);
    }

    @Test
    void aHandlerThatDecidesNothingHandsNothingOver() {
        side.bus.subscribe(String.class.getName(), _ -> "done");

        assertThatThrownBy(() -> side.sender.send("command", context(null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not a decision");
        assertThat(side.entries).isEmpty();
    }

    @Test
    void whateverElseCanFailInACommitFailsBeforeTheHandOver() {
        side.bus.registerHandlerInterceptor((unitOfWork, chain) -> {
            unitOfWork.onCommit(_ -> {
                throw new IllegalStateException("fails in the commit");
            });
            return chain.proceed();
        });

        assertThatThrownBy(() -> side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null)))
                .hasMessage("fails in the commit");
        assertThat(side.entries).isEmpty();
        assertThat(side.log.head().position()).isZero();
    }

    @Test
    void whatFailsAfterTheHandOverIsNoFailureOfTheCommand() {
        side.bus.registerHandlerInterceptor((unitOfWork, chain) -> {
            unitOfWork.afterCommit(_ -> {
                throw new IllegalStateException("fails after the commit");
            });
            return chain.proceed();
        });

        AppendOutcome outcome = side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));

        assertThat(outcome).isInstanceOf(Stored.class);
    }

    @Test
    void whenTheLogCannotTakeItTheCommandFailsAndTheLeadIsFreeForTheNext() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.append = _ ->
                CompletableFuture.failedFuture(new StoreUnavailableException("no space left", Duration.ofSeconds(1)));

        assertThatThrownBy(() -> side.sender.send(new QualifyMarketing(lead, AT, null), context(null)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("no space left");

        side.append = side.appender::append;
        assertThat(side.sender.send(new AcceptLead(lead, new Rep("rep-7"), AT, null), context(null)))
                .isInstanceOf(Stored.class);
    }

    @Test
    void whenTheLogCannotBeReadTheCommandIsToBeTriedAgainLater() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.recent.forget(lead);
        side.reads.gone(true);

        assertThatThrownBy(() -> side.sender.send(new QualifyMarketing(lead, AT, null), context(null)))
                .isInstanceOf(StoreUnavailableException.class);

        side.reads.gone(false);
        assertThat(side.sender.send(new QualifyMarketing(lead, AT, null), context(null)))
                .isInstanceOf(Stored.class);
    }

    @Test
    void whenOnlyTheKeyOfItsSealsCannotBeReadTheCommandIsToBeTriedAgainLaterToo() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.later = SubjectKeys.KEPT_FOR.plusSeconds(1);
        side.reads.goneFor("from subject_key");

        assertThatThrownBy(() -> side.sender.send(new QualifyMarketing(lead, AT, null), context(null)))
                .isInstanceOf(StoreUnavailableException.class);

        side.reads.goneFor("from nowhere");
        assertThat(side.sender.send(new QualifyMarketing(lead, AT, null), context(null)))
                .isInstanceOf(Stored.class);
    }

    @Test
    void aDecisionOnALeadThatHasMovedOnIsNotStored() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        side.append = entry -> {
            AppendOutcome overtaking = side.appender.append(entry).join();
            assertThat(overtaking).isInstanceOf(Stored.class);
            return side.appender.append(entry);
        };

        AppendOutcome outcome = side.sender.send(new QualifyMarketing(lead, AT, null), context(null));

        assertThat(outcome).isEqualTo(new AppendOutcome.Moved(2));
        assertThat(side.log.stream(lead.toString())).hasSize(2);
    }

    @Test
    void commandsForOneLeadAreDecidedOneAfterTheOther() throws Exception {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        int clients = 16;
        var commands = new ArrayList<Callable<AppendOutcome>>();
        for (int i = 0; i < clients; i++) {
            commands.add(() -> side.sender.send(new QualifyMarketing(lead, AT, null), context(null)));
        }
        try (var threads = Executors.newFixedThreadPool(clients)) {
            List<String> answers = new ArrayList<>();
            for (var outcome : threads.invokeAll(commands)) {
                answers.add(answerOf(outcome.get()));
            }

            assertThat(answers).containsOnly("Accepted [LeadMarketingQualified] v2", "Repeat [] v2");
            assertThat(answers).containsOnlyOnce("Accepted [LeadMarketingQualified] v2");
        }
        assertThat(side.log.stream(lead.toString())).hasSize(2);
    }

    @Test
    void whatIsSubmittedIsDecidedWithoutWaitingForTheLog() {
        var stored = new CompletableFuture<AppendOutcome>();
        side.append = _ -> stored;

        CompletableFuture<AppendOutcome> outcome =
                side.sender.submit(CommandSide.register(lead, "ana@example.com"), context(null), false);

        assertThat(outcome).isNotDone();
        assertThat(side.entries).hasSize(1);
        side.append = side.appender::append;
        side.appender
                .append(side.entries.getFirst())
                .thenAccept(stored::complete)
                .join();
        assertThat(outcome.resultNow()).isInstanceOf(Stored.class);
        assertThat(side.recent.find(lead)).isNotNull();
    }

    @Test
    void aSecondCommandThatIsDecidedBeforeTheFirstIsStoredIsFoundByTheLog() {
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context(null));
        var late = new CompletableFuture<Void>();
        side.append = entry -> late.thenCompose(_ -> side.appender.append(entry));

        CompletableFuture<AppendOutcome> first =
                side.sender.submit(new QualifyMarketing(lead, AT, null), context(null), false);
        CompletableFuture<AppendOutcome> second =
                side.sender.submit(new QualifyMarketing(lead, AT, null), context(null), false);
        late.complete(null);

        List<AppendOutcome> outcomes = List.of(first.join(), second.join());
        assertThat(outcomes)
                .hasAtLeastOneElementOfType(Stored.class)
                .hasAtLeastOneElementOfType(AppendOutcome.Moved.class);
        assertThat(side.log.stream(lead.toString())).hasSize(2);
        side.append = side.appender::append;
        assertThat(answerOf(side.sender.send(new QualifyMarketing(lead, AT, null), context(null))))
                .isEqualTo("Repeat [] v2");
    }

    @Test
    void whatIsSubmittedFailsWithWhatTheLogFailedWith() {
        var full = new StoreUnavailableException("no space left", Duration.ofSeconds(1));
        side.append = _ -> CompletableFuture.supplyAsync(() -> {
            throw full;
        });

        CompletableFuture<AppendOutcome> outcome =
                side.sender.submit(CommandSide.register(lead, "ana@example.com"), context(null), false);

        assertThatThrownBy(() -> Awaited.of(outcome)).isSameAs(full);
        assertThat(side.subjectKeys.keyOf(lead)).isNull();
    }

    @Test
    void aCommandWithoutAContextIsAnError() {
        var result = new CompletableFuture<Throwable>();
        side.bus.dispatch(
                new GenericCommandMessage<>(
                        new GenericMessage<>(new QualifyMarketing(lead, AT, null)), LeadCommand.class.getName()),
                (_, answer) -> result.complete(answer.exceptionResult()));

        assertThat(result.resultNow()).isInstanceOf(IllegalStateException.class).hasMessageContaining("CommandSender");
        assertThat(side.entries).isEmpty();
    }

    @Test
    void aCommandIsNotHandledByTwo() {
        side.bus.subscribe(String.class.getName(), _ -> "one");

        assertThatThrownBy(() -> side.bus.subscribe(String.class.getName(), _ -> "other"))
                .hasMessageContaining("duplicate");
    }

    private CommandContext context(@Nullable Idempotency idempotency) {
        return new TestContext(side.keyring.identityHasher(), idempotency, false, false);
    }

    private CommandContext beginning() {
        return new TestContext(side.keyring.identityHasher(), null, false, true);
    }

    private static String answerOf(AppendOutcome outcome) {
        return switch (outcome) {
            case Stored stored -> stored.answer().body();
            case Refused refused -> refused.answer().body();
            case Kept kept -> kept.answer().body();
            case Checked checked -> checked.answer().body();
            case AppendOutcome.KeyReused _, AppendOutcome.Moved _, AppendOutcome.Over _, AppendOutcome.GaveWay _ ->
                throw new AssertionError(outcome.toString());
        };
    }
}
