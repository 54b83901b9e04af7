package io.closedloop.lead.log;

import java.time.Duration;

/**
 * The bounds that keep the appender from ever hanging or filling the memory.
 *
 * @param batchEntries entries in one transaction, at most
 * @param batchBytes characters of text in one transaction, about and at most, but for a single larger entry
 * @param waitingEntries entries that may wait; more are turned away
 * @param waitingBytes characters of text that may wait, about; more are turned away
 * @param waitingTime how long an entry may wait for its transaction before it is given up unstored
 * @param lockTimeout how long a transaction waits for the log head's lock
 * @param statementTimeout how long a statement may take
 * @param settleTimeout how long to ask what became of a commit whose answer was lost
 * @param retryAfter what a caller is told to wait when the store is unavailable
 */
public record LogLimits(
        int batchEntries,
        long batchBytes,
        int waitingEntries,
        long waitingBytes,
        Duration waitingTime,
        Duration lockTimeout,
        Duration statementTimeout,
        Duration settleTimeout,
        Duration retryAfter) {
    /** The bounds for production. */
    public static LogLimits standard() {
        return new LogLimits(
                500,
                4_000_000,
                10_000,
                64_000_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }

    /** When at the latest an entry has its answer, whatever happens below. */
    Duration answerWithin() {
        return waitingTime
                .plus(lockTimeout)
                .plus(statementTimeout.multipliedBy(2))
                .plus(settleTimeout);
    }
}
