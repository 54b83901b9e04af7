package io.closedloop.lead.suppression;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import java.util.List;

/**
 * A delivery: none of its identities may be suppressed.
 *
 * @param leadId the lead that it is a delivery of; if the same change ends the lead's suppressions, they do not count
 */
public record Delivery(LeadId leadId, List<IdentityHash> identities) implements Effect {
    public Delivery {
        identities = List.copyOf(identities);
    }
}
