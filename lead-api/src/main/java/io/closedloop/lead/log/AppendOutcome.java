package io.closedloop.lead.log;

import io.closedloop.lead.identity.LeadId;
import java.time.Instant;

/**
 * What became of an append. Every outcome except {@link Moved}, {@link Over} and {@link GaveWay} is final, and durable
 * if it says that something was stored.
 */
public sealed interface AppendOutcome {
    /** It is stored, durably and visibly. */
    record Stored(Answer answer, Positions positions) implements AppendOutcome {}

    /**
     * A suppression or a claim stands against it. Its answer is kept if there is a key, and a blocked delivery is in
     * the log.
     */
    record Refused(Answer answer) implements AppendOutcome {}

    /** The same request under the same idempotency key was answered before: that answer. Nothing was stored. */
    record Kept(Answer answer) implements AppendOutcome {}

    /** The idempotency key was used for another request. Nothing was stored. */
    record KeyReused() implements AppendOutcome {}

    /**
     * The command was decided on something that is no longer so: the stream's version, or a claim or suppression that
     * it relied on. Nothing was stored; load and decide again.
     *
     * @param actualVersion the number of events that the stream which has moved has now, or the append's first stream
     *     where something else is no longer so; 0 when it named none
     */
    record Moved(long actualVersion) implements AppendOutcome {}

    /**
     * The suppression that was to be lifted had ended by itself by the time that the log judges by, which is later than
     * whoever decided believed it to be. Nothing was stored; decide again, as of that time.
     *
     * @param at that time
     */
    record Over(Instant at) implements AppendOutcome {}

    /**
     * One other open lead holds what is claimed, and the append gives way to it. Nothing was stored.
     *
     * @param holder the lead that holds all of what is held
     */
    record GaveWay(LeadId holder) implements AppendOutcome {}

    /** A dry run: the answer as it would be. Nothing was stored. */
    record Checked(Answer answer) implements AppendOutcome {}
}
