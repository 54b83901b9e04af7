package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What the database says, under the log head's lock, about everything that a batch of entries touches.
 *
 * @param head the end of the log before the batch
 * @param clock the time to record by
 * @param judgedAt the time by which it is judged what has ended by itself
 * @param kept answers kept before, by scope hash
 * @param streams the streams that entries were decided on; one that is missing has no events
 * @param claims who holds an identity; one that is missing is free
 * @param formerlySpelled those claimed identities that were hashed under the former spelling
 * @param variants the claimed addresses with a plus-part, by the base that they share
 * @param suppressions those of the identities, leads and suppressions in question
 * @param held what the leads in question are known to have held
 */
record Known(
        LogHead head,
        Instant clock,
        Instant judgedAt,
        Map<String, KeptAnswer> kept,
        Map<String, StreamEnd> streams,
        Map<IdentityHash, LeadId> claims,
        Set<IdentityHash> formerlySpelled,
        Map<String, Set<IdentityHash>> variants,
        Collection<SuppressionState> suppressions,
        Map<LeadId, Set<IdentityHash>> held) {}
