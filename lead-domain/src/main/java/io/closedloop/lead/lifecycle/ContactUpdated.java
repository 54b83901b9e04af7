package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.suppression.Delivery;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param contact what was changed
 * @param identities all identities of the lead after the change, claimed or, on a closed lead, not
 * @param added those of them that the lead did not have before the change
 */
@Revision(2)
public record ContactUpdated(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        @Personal ContactChange contact,
        List<IdentityHash> identities,
        List<IdentityHash> added,
        List<IdentityHash> claimed,
        List<IdentityHash> released,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.contact(contact, identities);
        lead.latest(this);
    }

    @Override
    public List<Effect> effects(KeyId actor) {
        return List.of(new HoldingChange(leadId, claimed, released, identities), new Delivery(leadId, added));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
