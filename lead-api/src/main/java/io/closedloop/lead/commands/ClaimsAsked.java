package io.closedloop.lead.commands;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Circumstances.ClaimsOfOthers;
import io.closedloop.lead.lifecycle.Circumstances.HeldByOthers;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.HeldIdentities;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a decision which leads hold which identities, and remembers its answers, because the appender checks whether
 * they still hold.
 */
final class ClaimsAsked implements ClaimsOfOthers {
    private final HeldIdentities holders;
    private @Nullable ClaimsElsewhere told;

    ClaimsAsked(HeldIdentities holders) {
        this.holders = holders;
    }

    @Override
    public HeldByOthers among(Set<IdentityHash> identities, LeadId lead) {
        ClaimsElsewhere elsewhere = holders.claimedElsewhere(identities, lead);
        told = elsewhere;
        return new HeldByOthers(elsewhere.claimed(), elsewhere.claimedBases());
    }

    /** Null where the decision did not ask. */
    @Nullable
    ClaimsElsewhere told() {
        return told;
    }
}
