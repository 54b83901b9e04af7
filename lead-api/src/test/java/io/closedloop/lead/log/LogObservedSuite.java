package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.AppendedBatch.Result;
import io.closedloop.lead.log.FaultyDataSource.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the appender tells of itself, on whatever database the log runs. */
abstract class LogObservedSuite extends LogSuite {
    @Test
    void tellsOfEachTransactionBeforeItsEntriesAreAnswered() {
        var told = new ArrayList<AppendedBatch>();
        appender.tell(told::add);

        append(Samples.register(Samples.newLead(), Samples.email("a")));
        append(Samples.register(Samples.newLead(), Samples.email("b")).dryRun(true));

        assertThat(told).extracting(AppendedBatch::result).containsExactly(Result.STORED, Result.UNCHANGED);
        AppendedBatch stored = told.getFirst();
        assertThat(stored.entries()).isEqualTo(1);
        assertThat(stored.events()).isEqualTo(1);
        assertThat(stored.again()).isFalse();
        assertThat(stored.waitedNanos()).isPositive();
        assertThat(stored.transactionNanos()).isPositive();
        assertThat(stored.syncNanos()).isPositive();
    }

    @Test
    void addsUpWhatSharedATransactionAndWhatWasBlocked() {
        var totals = new AppenderTotals();
        LeadId out = Samples.newLead();
        IdentityHash identity = Samples.email("anna@example.com");
        append(Samples.register(out, identity));
        append(Samples.disqualify(out, 1, identity, Samples.newSuppression()));
        appender.tell(totals);

        appendTogether(List.of(
                Samples.register(Samples.newLead(), Samples.email("a")),
                Samples.register(Samples.newLead(), identity),
                Samples.register(Samples.newLead(), Samples.email("b"))));

        AppenderTotals.Snapshot sums = totals.snapshot();
        // Two transactions: the one that held the lock up, with nothing to write, and that of the three.
        assertThat(sums.tried()).isEqualTo(2);
        assertThat(sums.transactions()).containsEntry(Result.STORED, 1L);
        assertThat(sums.entries()).isEqualTo(4);
        assertThat(sums.events()).isEqualTo(3);
        assertThat(sums.blocked()).isEqualTo(1);
        assertThat(sums.retries()).isZero();
        assertThat(sums.longestWaitNanos()).isPositive().isLessThanOrEqualTo(sums.waitedNanos());
    }

    @Test
    void tellsOfACommitThatNeverWasAndOfTheSecondTry() {
        var faulty = new FaultyDataSource(database.dataSource());
        var told = new ArrayList<AppendedBatch>();
        try (var failing = GroupCommitAppender.start(faulty, visibility, LogLimits.standard(), () -> {})) {
            failing.tell(told::add);
            faulty.listen(failingFirst("commit", faulty));
            failing.append(Samples.register(Samples.newLead(), Samples.email("a"))
                            .build())
                    .join();
        }

        assertThat(told).extracting(AppendedBatch::result).containsExactly(Result.LOST, Result.STORED);
        assertThat(told).extracting(AppendedBatch::again).containsExactly(false, true);
    }

    @Test
    void tellsOfWhatCouldNotBeStored() {
        var faulty = new FaultyDataSource(database.dataSource());
        var totals = new AppenderTotals();
        try (var failing = GroupCommitAppender.start(faulty, visibility, LogLimits.standard(), () -> {})) {
            failing.tell(totals);
            faulty.failAt(1, Fault.BREAKS_BEFORE);
            Append entry =
                    Samples.register(Samples.newLead(), Samples.email("a")).build();
            assertThatThrownBy(() -> failing.append(entry).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        }

        assertThat(totals.snapshot().transactions()).containsOnlyKeys(Result.FAILED);
        assertThat(totals.snapshot().entries()).isZero();
    }

    @Test
    void whoeverFailsAtListeningHarmsNobody() {
        appender.tell(_ -> {
            throw new IllegalStateException("a listener that fails");
        });

        assertThat(append(Samples.register(Samples.newLead(), Samples.email("a"))))
                .isInstanceOf(AppendOutcome.Stored.class);
    }

    @Test
    void isAliveUntilItsThreadHasEnded() {
        GroupCommitAppender another = startAppender();
        assertThat(another.alive()).isTrue();

        another.close();
        assertThat(another.alive()).isFalse();
    }

    private static FaultyDataSource.StepListener failingFirst(String step, FaultyDataSource faulty) {
        return new FaultyDataSource.StepListener() {
            private @Nullable String failed;

            @Override
            public void before(String now) {
                if (failed == null && now.equals(step)) {
                    failed = now;
                    faulty.failNow(Fault.BREAKS_BEFORE);
                }
            }
        };
    }
}
