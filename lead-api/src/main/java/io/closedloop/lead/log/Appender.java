package io.closedloop.lead.log;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The only way into the log. */
public interface Appender {
    /**
     * Stores an append, all of it or nothing, and answers once it is durable.
     *
     * @return what became of it; completes exceptionally with {@link OutcomeUnknownException} when nobody can say
     *     whether it was stored, with any other {@link StoreUnavailableException} when it was not stored and may be
     *     tried again, with {@link EntryNotStorableException} when the database refuses this one for good, and with
     *     whatever its {@link Answers} threw. It always completes within seconds.
     */
    CompletableFuture<AppendOutcome> append(Append append);

    /**
     * Raises the log head's time to at least the given instant, durably and under its lock, so that nothing can be
     * recorded before or at it from now on, on any instance.
     *
     * @return the head as it is then: everything recorded up to {@code instant} lies at or before its position.
     *     Completes exceptionally with {@link InstantAheadOfClockException} when the instant is later than the
     *     database's clock, else as {@link #append} does.
     */
    CompletableFuture<LogHead> raiseTimeTo(Instant instant);
}
