package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import java.util.List;

/**
 * Identities that a delivery brought which its lead must hold already: at least one of them, and no other lead any;
 * else {@link AppendOutcome.Moved}.
 */
public record HeldAlone(LeadId leadId, List<IdentityHash> identities) implements Effect {
    public HeldAlone {
        identities = List.copyOf(identities);
    }
}
