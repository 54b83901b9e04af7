package io.closedloop.lead.queries;

import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.InstantAheadOfClockException;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.waiting.Follower;
import io.closedloop.lead.waiting.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How far the log has come, for those who read it directly. */
public class LogFollower implements Follower {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration RAISED_WITHIN = Duration.ofSeconds(10);

    private final EventLog log;
    private final Appender appender;
    private final Waits waits;

    LogFollower(EventLog log, Appender appender, Waits waits) {
        this.log = log;
        this.appender = appender;
        this.waits = waits;
    }

    public LogHead head() {
        return log.head();
    }

    @Override
    public long position() {
        return head().position();
    }

    /** Looks again and again: another instance may be the one that appends. */
    @Override
    public void awaitBeyond(long position, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (position() <= position && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    /**
     * For what is read from the log itself, which is never behind: either it has come so far, or nobody has been told
     * of that position.
     *
     * @throws ProblemException 503 {@code projection-behind} when the log does not go so far
     */
    public void require(Patience patience) {
        if (patience.minPosition() > 0) {
            waits.requireInTheLog(patience.minPosition());
        }
    }

    /**
     * The head of the log once nothing can be recorded at or before {@code instant} any more, on any instance.
     *
     * @param parameter that gave the instant
     * @throws ProblemException 400 when the instant is still to come
     */
    public LogHead headAt(String parameter, Instant instant) {
        try {
            return appender.raiseTimeTo(instant).get(RAISED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InstantAheadOfClockException) {
                throw QueryParameters.wrong(
                        parameter,
                        "lies ahead of the database's clock, which has not reached %s, so the service cannot say yet what will be known then"
                                .formatted(instant));
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw ProblemException.retryable(
                    ProblemCode.STORE_UNAVAILABLE, "The log did not answer in time.", Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.retryable(
                    ProblemCode.STORE_UNAVAILABLE, "The service is stopping.", Duration.ofSeconds(5));
        }
    }
}
