package io.closedloop.lead.log;

import io.closedloop.lead.identity.LeadId;
import java.util.List;

/**
 * What to answer once the log has judged an append. Called inside the transaction, under the log head's lock and before
 * anything is stored, on the appender's own thread: pure functions, quick, without input or output. One that throws
 * fails its own append and no other.
 */
public interface Answers {
    /** Everything is stored, or would be on a dry run. */
    Answer accepted(Positions positions);

    /**
     * An identity of the command is suppressed.
     *
     * @param hits all active suppressions that were hit, oldest first
     */
    Answer suppressed(List<SuppressionHit> hits);

    /**
     * Identities that the command claims are held by other open leads.
     *
     * @param byLeadIds those leads, each once; at least one
     */
    Answer claimed(List<LeadId> byLeadIds);

    /**
     * The trace that a blocked delivery leaves, in the stream of the oldest suppression hit. Not asked for on a dry
     * run.
     *
     * @param oldest the suppression whose stream it belongs to
     * @param all all active suppressions that were hit, oldest first
     */
    NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all);
}
