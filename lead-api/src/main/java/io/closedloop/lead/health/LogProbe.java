package io.closedloop.lead.health;

import io.closedloop.lead.log.Appender;
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
 * Asks whether the log takes commands, by the way that a command takes: the appender's line, the lock of the log's
 * head, the database, and after a failure the same settling. Nothing is stored. One question is on its way at a time,
 * and its answer is good for everybody who asks within a second, so that probes cannot load the log.
 */
final class LogProbe {
    /** Before every event, so it moves nothing. */
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final Appender appender;
    private final Duration goodFor;
    private final Duration answerWithin;
    private final LongSupplier nanoTime;
    private @Nullable CompletableFuture<LogHead> asked;
    private long askedAt;

    LogProbe(Appender appender, Duration goodFor, Duration answerWithin, LongSupplier nanoTime) {
        this.appender = appender;
        this.goodFor = goodFor;
        this.answerWithin = answerWithin;
        this.nanoTime = nanoTime;
    }

    /** What the probe found. */
    sealed interface Finding {
        /** A command would be stored. */
        record Takes(LogHead head) implements Finding {}

        /** @param why without anything personal */
        record TakesNothing(String why) implements Finding {}
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
            return new Finding.Takes(answer.get(left, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Finding.TakesNothing("the log has not answered within " + answerWithin);
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
}
