package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.suppression.Delivery;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lead begins. */
@Revision(2)
public record LeadRegistered(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        @Personal @Nullable ExternalRef externalRef,
        @Personal Contact contact,
        Source source,
        Attributes attributes,
        List<IdentityHash> claimed,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        throw new IllegalStateException("lead %s is registered twice".formatted(leadId));
    }

    @Override
    public List<Effect> effects(KeyId actor) {
        return List.of(new HoldingChange(leadId, claimed, List.of(), claimed), new Delivery(leadId, claimed));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
