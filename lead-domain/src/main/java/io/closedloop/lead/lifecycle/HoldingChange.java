package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import java.util.List;

/**
 * What becomes of the identities that a lead holds.
 *
 * @param claims identities that the lead claims, which no other open lead may hold; a lead that claims one holds it
 * @param releases identities that it gives up; one that it does not claim is passed over
 * @param held identities that it is now known to have held, claimed or not; those known before are passed over
 */
public record HoldingChange(
        LeadId leadId, List<IdentityHash> claims, List<IdentityHash> releases, List<IdentityHash> held)
        implements Effect {
    public HoldingChange {
        claims = List.copyOf(claims);
        releases = List.copyOf(releases);
        held = List.copyOf(held);
    }

    static HoldingChange claiming(LeadId leadId, List<IdentityHash> identities) {
        return new HoldingChange(leadId, identities, List.of(), List.of());
    }

    static HoldingChange releasing(LeadId leadId, List<IdentityHash> identities) {
        return new HoldingChange(leadId, List.of(), identities, List.of());
    }
}
