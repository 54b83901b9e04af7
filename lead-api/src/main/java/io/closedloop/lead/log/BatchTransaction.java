package io.closedloop.lead.log;

import io.closedloop.lead.log.WaitingLine.Stop;
import io.closedloop.lead.log.WaitingLine.Submission;
import io.closedloop.lead.log.WaitingLine.ToRaise;
import io.closedloop.lead.log.WaitingLine.ToStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction for a batch of waiting entries: it locks the log head, checks each entry against the database, writes
 * the accepted ones, commits, and makes the commit durable. Where nothing is written but answers tell of commits that
 * nothing has proven yet, it commits the head as it is. It tries once and reports the outcome.
 */
final class BatchTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(BatchTransaction.class);

    private final DataSource dataSource;
    private final Visibility visibility;
    private final DatabaseClock clock;
    private final LogLimits limits;
    private final UUID writerId;

    /** @param writerId whose transactions these are */
    BatchTransaction(
            DataSource dataSource, Visibility visibility, DatabaseClock clock, LogLimits limits, UUID writerId) {
        this.dataSource = dataSource;
        this.visibility = visibility;
        this.clock = clock;
        this.limits = limits;
        this.writerId = writerId;
    }

    /** What became of it. */
    sealed interface Ended {
        /** Durable and visible. */
        record Done(List<Runnable> answers, boolean wrote) implements Ended {}

        /** Rolled back, or never begun. */
        record NotStored(Exception cause) implements Ended {}

        /** The commit, or what makes it durable, failed; the answers are good if it turns out to be there. */
        record Unknown(List<Runnable> answers, Exception cause) implements Ended {}
    }

    /**
     * Judges and stores a batch, all of it or nothing.
     *
     * @param attemptId what the transaction is found again by
     * @param measured is told how far it came
     */
    Ended run(List<Submission> batch, UUID attemptId, Measured measured) {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException e) {
            return new Ended.NotStored(e);
        }
        try {
            Judged judged;
            var answers = new ArrayList<Runnable>();
            try {
                judged = judgeAndWrite(connection, batch, attemptId, answers);
            } catch (SQLException | RuntimeException e) {
                rollBack(connection);
                return new Ended.NotStored(e);
            }
            Ledger ledger = judged.ledger();
            measured.judged(ledger);
            try {
                if (ledger.writes()) {
                    Commit.of(connection);
                    visibility.prove(ledger.after());
                } else if (judged.tells() && visibility.needsProof(ledger.after())) {
                    // A repeat or a kept answer tells of an earlier commit, whose own acknowledgement may be missing.
                    Commit.proving(connection, visibility.dialect());
                    visibility.prove(ledger.after());
                } else {
                    rollBack(connection);
                }
                measured.committed();
                makeDurable(connection, ledger.after());
            } catch (SQLException | RuntimeException e) {
                // Even an entry that wrote nothing may tell of what another appender committed and has not synced yet.
                return ledger.writes() ? new Ended.Unknown(answers, e) : new Ended.NotStored(e);
            }
            measured.durable();
            return new Ended.Done(answers, ledger.writes());
        } finally {
            release(connection);
        }
    }

    /** @param tells whether an answer that is final tells of what is in the log */
    private record Judged(Ledger ledger, boolean tells) {}

    private Judged judgeAndWrite(Connection connection, List<Submission> batch, UUID attemptId, List<Runnable> answers)
            throws SQLException {
        connection.setAutoCommit(false);
        visibility.dialect().bound(connection, limits);
        List<Append> appends = batch.stream()
                .filter(ToStore.class::isInstance)
                .map(it -> ((ToStore) it).append())
                .toList();
        LedgerLoader.Loaded loaded = new LedgerLoader(connection, visibility.dialect(), limits, clock).load(appends);
        visibility.requireNotBehind(loaded.head());
        Ledger ledger = loaded.ledger();
        boolean tells = false;
        for (Submission submission : batch) {
            switch (submission) {
                case ToStore it -> tells |= judge(ledger, it, answers);
                case ToRaise it -> {
                    answers.add(raise(ledger, loaded.head(), loaded.clock(), it));
                    tells = true;
                }
                case Stop _ -> {}
            }
        }
        if (ledger.writes()) {
            new LedgerWriter(connection, visibility.dialect()).write(ledger, writerId, attemptId);
        }
        return new Judged(ledger, tells);
    }

    /** @return whether the answer is final and tells of what is in the log */
    private static boolean judge(Ledger ledger, ToStore it, List<Runnable> answers) {
        try {
            AppendOutcome outcome = ledger.judge(it.append());
            answers.add(() -> it.answer().complete(outcome));
            return switch (outcome) {
                case AppendOutcome.Stored _, AppendOutcome.Refused _, AppendOutcome.Kept _, AppendOutcome.KeyReused _ ->
                    true;
                case AppendOutcome.Moved _, AppendOutcome.Over _, AppendOutcome.GaveWay _, AppendOutcome.Checked _ ->
                    false;
            };
        } catch (Ledger.AnswersFailed e) {
            answers.add(() -> it.fail(e.thrown()));
            return false;
        }
    }

    private static Runnable raise(Ledger ledger, LogHead head, Instant now, ToRaise it) {
        if (it.instant().isAfter(now) && it.instant().isAfter(head.recordedAt())) {
            return () -> it.fail(new InstantAheadOfClockException(it.instant(), now));
        }
        ledger.raiseTimeTo(it.instant());
        return () -> it.answer().complete(ledger.after());
    }

    private void makeDurable(Connection connection, LogHead seen) throws SQLException {
        if (visibility.lastBatch() < seen.batch()) {
            Visibility.sync(connection);
        }
        visibility.raise(seen);
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("A transaction that was given up could not be rolled back; its connection is gone", e);
        }
    }

    private static void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be given back", e);
        }
    }
}
