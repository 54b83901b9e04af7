package io.closedloop.lead.log;

import io.closedloop.lead.log.AppendedBatch.Result;
import io.closedloop.lead.log.BatchTransaction.Ended;
import io.closedloop.lead.log.WaitingLine.Stop;
import io.closedloop.lead.log.WaitingLine.Submission;
import io.closedloop.lead.log.WaitingLine.ToRaise;
import io.closedloop.lead.log.WaitingLine.ToStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores all waiting entries, one or hundreds, in one transaction, on a thread of its own.
 *
 * <p>The appender answers entries once their transaction is durable and visible. If a commit or sync failed, it settles
 * that transaction first: under the log head's lock it finds the transaction by its id, or proves it absent. It stores
 * again only what is proven absent. What is found it answers only after a commit of its own has been acknowledged: a
 * server may show a transaction that its standby does not have yet, and the later commit proves the earlier one.
 */
public final class GroupCommitAppender implements Appender, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitAppender.class);
    private static final int ATTEMPTS = 3;
    private static final int TRIES_BETWEEN_BATCHES = 2;
    private static final long SETTLE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DataSource dataSource;
    private final Visibility visibility;
    private final LogLimits limits;
    private final Runnable reopening;
    private final UUID writerId = UUID.randomUUID();
    private final BatchTransaction transaction;
    private final WaitingLine waiting;
    // One thread, so that answers leave in the order of the log, and none of them holds the next transaction up.
    private final ExecutorService answering = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("log-answers").factory());
    // The last guard: whatever hangs below, callers are told in time.
    private final TimeLimit timeLimit;
    private final Thread thread;
    private final List<AppenderObserver> observers = new CopyOnWriteArrayList<>();

    // Only the appender's own thread.
    private boolean unsettled;
    private boolean clocksDisagree;

    private enum Settled {
        COMMITTED,
        ABSENT,
        UNKNOWN
    }

    private GroupCommitAppender(
            DataSource dataSource, Visibility visibility, DatabaseClock clock, LogLimits limits, Runnable reopening) {
        this.dataSource = dataSource;
        this.visibility = visibility;
        this.limits = limits;
        this.waiting = new WaitingLine(limits);
        this.reopening = reopening;
        this.transaction = new BatchTransaction(dataSource, visibility, clock, limits, writerId);
        this.timeLimit =
                new TimeLimit(limits.answerWithin(), () -> outcomeUnknown("the database did not answer in time"));
        // Nothing ever interrupts this thread: an interrupt can close an embedded database for everyone.
        this.thread = Thread.ofPlatform().name("log-appender").daemon(true).unstarted(this::run);
    }

    /**
     * An appender on the database's own clock, of a database that comes back by itself after a failure, or not at all.
     */
    public static GroupCommitAppender start(DataSource dataSource, Visibility visibility, LogLimits limits) {
        return start(dataSource, visibility, limits, () -> {});
    }

    /**
     * An appender on the database's own clock.
     *
     * @param reopening called when the database does not answer after a lost commit or a failed sync, before it is
     *     asked again: brings an embedded database back that cannot come back by itself
     */
    public static GroupCommitAppender start(
            DataSource dataSource, Visibility visibility, LogLimits limits, Runnable reopening) {
        return start(dataSource, visibility, DatabaseClock.OWN, limits, reopening);
    }

    static GroupCommitAppender start(
            DataSource dataSource, Visibility visibility, DatabaseClock clock, LogLimits limits, Runnable reopening) {
        var appender = new GroupCommitAppender(dataSource, visibility, clock, limits, reopening);
        appender.thread.start();
        return appender;
    }

    @Override
    public CompletableFuture<AppendOutcome> append(Append append) {
        var answer = new CompletableFuture<AppendOutcome>();
        submit(ToStore.now(append, answer));
        timeLimit.watch(answer);
        return answer;
    }

    @Override
    public CompletableFuture<LogHead> raiseTimeTo(Instant instant) {
        var answer = new CompletableFuture<LogHead>();
        submit(new ToRaise(instant, answer));
        timeLimit.watch(answer);
        return answer;
    }

    /** Stores the waiting entries, then stops; later ones are turned away. */
    @Override
    public void close() {
        waiting.close();
        try {
            if (!thread.join(limits.answerWithin().multipliedBy(2))) {
                LOG.error("The appender did not stop in time; the database may be hanging");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answering.close();
        timeLimit.close();
    }

    /** How many entries wait for a transaction to take them. */
    public int waitingEntries() {
        return waiting.entries();
    }

    /** Tells somebody of every transaction with commands in it from now on. */
    public void tell(AppenderObserver observer) {
        observers.add(observer);
    }

    /** Whether the threads that store and answer are there; without them nothing but a restart helps. */
    public boolean alive() {
        return thread.isAlive() && !answering.isTerminated();
    }

    private void submit(Submission submission) {
        String refusal = waiting.joinOrRefuse(submission);
        if (refusal != null) {
            submission.fail(unavailable(refusal));
        }
    }

    private void run() {
        while (true) {
            List<Submission> batch = waiting.takeBatch();
            boolean last = batch.removeIf(Stop.class::isInstance);
            try {
                process(batch);
            } catch (Throwable t) {
                LOG.error("The appender failed in an unforeseen way; it goes on with what is waiting", t);
                unsettled = true;
                failAll(batch, outcomeUnknown("the log failed in an unforeseen way"));
            }
            if (last) {
                return;
            }
        }
    }

    private void process(List<Submission> batch) {
        batch.removeIf(this::gaveUp);
        if (batch.isEmpty()) {
            return;
        }
        if (unsettled && settle(null) == Settled.UNKNOWN) {
            failAll(batch, unavailable("the database does not answer since it failed"));
            return;
        }
        store(batch, false);
    }

    private boolean gaveUp(Submission submission) {
        if (!(submission instanceof ToStore it)) {
            return false;
        }
        if (System.nanoTime() - it.sinceNanos() > limits.waitingTime().toNanos()) {
            it.fail(unavailable("the command waited longer than %s to be stored".formatted(limits.waitingTime())));
        }
        return it.answer().isDone();
    }

    /** @param again whether the entries have been in a transaction that came to nothing */
    private void store(List<Submission> batch, boolean again) {
        for (int tries = 1; tries <= ATTEMPTS; tries++) {
            var attemptId = UUID.randomUUID();
            var measured = new Measured(batch, again || tries > 1);
            switch (transaction.run(batch, attemptId, measured)) {
                case Ended.Done done -> {
                    if (clocksDisagree) {
                        LOG.info("The clocks agree again");
                        clocksDisagree = false;
                    }
                    tell(measured.ended(done.wrote() ? Result.STORED : Result.UNCHANGED));
                    answer(done.answers());
                    return;
                }
                case Ended.NotStored notStored -> {
                    boolean refused = SqlFailures.refusesTheEntry(notStored.cause());
                    tell(measured.ended(refused ? Result.REFUSED : Result.FAILED));
                    notStored(batch, notStored.cause(), refused);
                    return;
                }
                case Ended.Unknown unknown -> {
                    unsettled = true;
                    LOG.warn("A commit was lost and is looked up: {}", SqlFailures.describe(unknown.cause()));
                    switch (settle(attemptId)) {
                        case COMMITTED -> {
                            tell(measured.ended(Result.STORED));
                            answer(unknown.answers());
                            return;
                        }
                        case UNKNOWN -> {
                            tell(measured.ended(Result.UNKNOWN));
                            failAll(batch, outcomeUnknown("the database lost the answer to a commit"));
                            return;
                        }
                        case ABSENT -> {
                            LOG.info("The lost commit never was; its {} entries are stored again", batch.size());
                            tell(measured.ended(Result.LOST));
                        }
                    }
                }
            }
        }
        failAll(batch, unavailable("the database lost %d commits one after the other".formatted(ATTEMPTS)));
    }

    private void tell(AppendedBatch batch) {
        if (batch.entries() == 0) {
            return;
        }
        for (AppenderObserver observer : observers) {
            try {
                observer.tried(batch);
            } catch (RuntimeException e) {
                LOG.warn("An observer of the appender failed", e);
            }
        }
    }

    private void notStored(List<Submission> batch, Exception cause, boolean refused) {
        if (cause instanceof ClocksDisagreeException disagreement) {
            if (!clocksDisagree) {
                LOG.error("Nothing is stored: {}", disagreement.getMessage());
            }
            clocksDisagree = true;
            failAll(batch, disagreement);
            return;
        }
        String why = SqlFailures.describe(cause);
        if (!refused) {
            // The next batch asks first whether the database is well again, and has it reopened if need be.
            unsettled = true;
            LOG.warn("{} entries could not be stored: {}", batch.size(), why);
            failAll(batch, unavailable("the database cannot store anything just now"));
        } else if (batch.size() == 1) {
            LOG.error("An entry was refused by the database: {}", why);
            failAll(batch, new EntryNotStorableException("the database refuses the entry: " + why));
        } else {
            LOG.warn("A transaction of {} entries was refused, so each is tried alone: {}", batch.size(), why);
            batch.forEach(it -> store(List.of(it), true));
        }
    }

    /**
     * Finds out, within bounds, whether an attempt was committed. Waiting for the log head's lock makes sure that the
     * lost transaction has ended. Committing something after it under the same settings, and syncing the file, makes
     * sure that what is found stays, whatever batch it is of: an earlier one may have been given up as unknown.
     *
     * @param attemptId null to find out only whether the database is well again
     */
    private Settled settle(@Nullable UUID attemptId) {
        long deadline = System.nanoTime() + limits.settleTimeout().toNanos();
        for (int tries = 1; ; tries++) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                visibility.dialect().bound(connection, limits);
                LogHead head = LockedHead.in(connection, visibility.dialect(), limits);
                visibility.requireNotBehind(head);
                boolean committed = attemptId != null && LogWriterRow.committed(connection, writerId, attemptId);
                if (committed || attemptId == null) {
                    Commit.proving(connection, visibility.dialect());
                    visibility.prove(head);
                } else {
                    // What is absent needs no proof, and what is stored instead brings its own commit.
                    connection.rollback();
                }
                if (visibility.dialect() == Dialect.H2) {
                    Visibility.sync(connection);
                }
                visibility.raise(head);
                unsettled = false;
                return committed ? Settled.COMMITTED : Settled.ABSENT;
            } catch (SQLException | RuntimeException e) {
                LOG.warn("The database does not answer since it failed: {}", SqlFailures.describe(e));
            }
            reopening.run();
            if (attemptId == null ? tries == TRIES_BETWEEN_BATCHES : System.nanoTime() > deadline) {
                return Settled.UNKNOWN;
            }
            LockSupport.parkNanos(SETTLE_PAUSE_NANOS);
        }
    }

    private void answer(List<Runnable> answers) {
        answering.execute(() -> answers.forEach(Runnable::run));
    }

    private void failAll(List<Submission> batch, RuntimeException cause) {
        answering.execute(() -> batch.forEach(it -> it.fail(cause)));
    }

    private StoreUnavailableException unavailable(String why) {
        return new StoreUnavailableException(
                why + "; nothing was stored, try again in " + seconds(limits.retryAfter()), limits.retryAfter());
    }

    private OutcomeUnknownException outcomeUnknown(String why) {
        return new OutcomeUnknownException(
                why + "; whether the command was stored is not known, try again with the same idempotency key in "
                        + seconds(limits.retryAfter()),
                limits.retryAfter());
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
