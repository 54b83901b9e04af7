package io.closedloop.lead.health;

import io.closedloop.lead.log.AppendedBatch;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.AppenderObserver;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether the log takes commands, in the way that a command takes: the appender's line, the lock of the log's
 * head, the database, and after a failure the same settling. Nothing is stored. One question is under way at a time,
 * and its answer is good for everybody who asks within a second, so that probes cannot load the log.
 *
 * <p>A question that waits in a long line is no sign of trouble as long as commands are stored meanwhile.
 */
final class LogProbe implements AppenderObserver {
    /** Before every event, so it moves nothing. */
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final Appender appender;
    private final Duration goodFor;
    private final Duration answerWithin;
    private final Duration lifeGoodFor;
    private final LongSupplier nanoTime;
    private @Nullable CompletableFuture<LogHead> asked;
    private long askedAt;
    private @Nullable LogHead lastAnswer;
    /** When commands were last stored; null where none were yet, or the database has failed since. */
    private volatile @Nullable Long storedAt;

    /**
     * @param goodFor how long an answer is good for others who ask
     * @param answerWithin how long whoever asks waits at most
     * @param lifeGoodFor how long ago commands may have been stored to be a sign that others will be
     */
    LogProbe(Appender appender, Duration goodFor, Duration answerWithin, Duration lifeGoodFor, LongSupplier nanoTime) {
        this.appender = appender;
        this.goodFor = goodFor;
        this.answerWithin = answerWithin;
        this.lifeGoodFor = lifeGoodFor;
        this.nanoTime = nanoTime;
    }

    /** What the probe found. */
    sealed interface Finding {
        /** A command would be stored. */
        record Takes(LogHead head) implements Finding {}

        /**
         * So many commands are being stored that the question has not come to its turn.
         *
         * @param last what the last question was answered; null where none was yet
         */
        record Busy(@Nullable LogHead last) implements Finding {}

        /** @param why without anything personal */
        record TakesNothing(String why) implements Finding {}
    }

    /** Hears of every transaction that was tried. */
    @Override
    public void tried(AppendedBatch batch) {
        switch (batch.result()) {
            case STORED -> storedAt = nanoTime.getAsLong();
            case FAILED, UNKNOWN -> storedAt = null;
            // The database has answered, but nothing shows that it could write.
            case UNCHANGED, REFUSED, LOST -> {}
        }
    }

    Finding ask() {
        CompletableFuture<LogHead> answer;
        long left;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            CompletableFuture<LogHead> last = asked;
            if (last == null || (last.isDone() && now - askedAt >= goodFor.toNanos())) {
                last = appender.raiseTimeTo(LONG_AGO);
                asked = last;
                askedAt = now;
            }
            answer = last;
            left = Math.max(0, answerWithin.toNanos() - (now - askedAt));
        }
        try {
            LogHead head = answer.get(left, TimeUnit.NANOSECONDS);
            synchronized (this) {
                lastAnswer = head;
            }
            return new Finding.Takes(head);
        } catch (TimeoutException e) {
            return storesCommands()
                    ? busy()
                    : new Finding.TakesNothing("the log has not answered within " + answerWithin);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Finding.TakesNothing(
                    cause instanceof StoreUnavailableException known
                            ? String.valueOf(known.getMessage())
                            : "the log failed: " + cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding.TakesNothing("interrupted while asking the log");
        }
    }

    private boolean storesCommands() {
        Long at = storedAt;
        return at != null && nanoTime.getAsLong() - at < lifeGoodFor.toNanos();
    }

    private synchronized Finding busy() {
        return new Finding.Busy(lastAnswer);
    }
}
