package io.closedloop.lead.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.health.LogProbe.Finding;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.AppendedBatch;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogProbeTest {
    private static final LogHead HEAD = new LogHead(42, 7, Instant.EPOCH);

    private final List<CompletableFuture<LogHead>> questions = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final LogProbe probe = new LogProbe(
            new Appender() {
                @Override
                public CompletableFuture<AppendOutcome> append(Append entry) {
                    throw new AssertionError("a probe stores nothing");
                }

                @Override
                public CompletableFuture<LogHead> raiseTimeTo(Instant instant) {
                    assertThat(instant).isEqualTo(Instant.EPOCH);
                    var question = new CompletableFuture<LogHead>();
                    questions.add(question);
                    return question;
                }
            },
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            nanos::get);

    @Test
    void whoeverAsksWithinASecondIsGivenTheSameAnswer() {
        probe.ask();
        questions.getFirst().complete(HEAD);

        nanos.set(Duration.ofMillis(999).toNanos());
        assertThat(probe.ask()).isEqualTo(new Finding.Takes(HEAD));
        assertThat(questions).hasSize(1);

        nanos.set(Duration.ofMillis(1_000).toNanos());
        probe.ask();
        assertThat(questions).hasSize(2);
    }

    @Test
    void noSecondQuestionIsAskedWhileOneWaits() {
        assertThat(probe.ask()).isInstanceOf(Finding.TakesNothing.class);

        nanos.set(Duration.ofSeconds(10).toNanos());
        assertThat(probe.ask()).isInstanceOf(Finding.TakesNothing.class);
        assertThat(questions).hasSize(1);

        questions.getFirst().complete(HEAD);
        probe.ask();
        assertThat(questions).hasSize(2);
    }

    @Test
    void busyIsNotBroken() {
        probe.ask();
        questions.getFirst().complete(HEAD);
        probe.ask();
        nanos.set(Duration.ofSeconds(2).toNanos());

        probe.tried(transaction(AppendedBatch.Result.STORED));
        nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
        assertThat(probe.ask()).isEqualTo(new Finding.Busy(HEAD));

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(probe.ask()).isInstanceOf(Finding.TakesNothing.class);
        assertThat(questions).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = AppendedBatch.Result.class,
            names = {"FAILED", "UNKNOWN"})
    void whatWasStoredBeforeAFailureIsNoSignOfLife(AppendedBatch.Result failure) {
        probe.tried(transaction(AppendedBatch.Result.STORED));
        assertThat(probe.ask()).isEqualTo(new Finding.Busy(null));

        probe.tried(transaction(failure));
        assertThat(probe.ask()).isInstanceOf(Finding.TakesNothing.class);

        probe.tried(transaction(AppendedBatch.Result.STORED));
        assertThat(probe.ask()).isEqualTo(new Finding.Busy(null));
    }

    @ParameterizedTest
    @EnumSource(
            value = AppendedBatch.Result.class,
            names = {"UNCHANGED", "REFUSED", "LOST"})
    void aTransactionThatWroteNothingIsNoSignOfLife(AppendedBatch.Result result) {
        probe.tried(transaction(result));

        assertThat(probe.ask()).isInstanceOf(Finding.TakesNothing.class);
    }

    private static AppendedBatch transaction(AppendedBatch.Result result) {
        return new AppendedBatch(result, 1, 1, 0, false, 0, 0, 0);
    }

    @Test
    void aLogThatTakesNothingIsToldWithItsReason() {
        probe.ask();
        questions
                .getFirst()
                .completeExceptionally(new StoreUnavailableException("the database is away", Duration.ofSeconds(1)));

        assertThat(probe.ask()).isEqualTo(new Finding.TakesNothing("the database is away"));
    }
}
