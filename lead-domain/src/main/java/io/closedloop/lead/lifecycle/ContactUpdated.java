package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param contact what was changed
 * @param identities all identities of the lead after the change, claimed or, on a closed lead, not
 * @param added those of them that the lead did not have before the change
 */
public record ContactUpdated(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        ContactChange contact,
        List<IdentityHash> identities,
        List<IdentityHash> added,
        List<IdentityHash> claimed,
        List<IdentityHash> released,
        @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.contact(contact, identities);
        lead.latest(this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
