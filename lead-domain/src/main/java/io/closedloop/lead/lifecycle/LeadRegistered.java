package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lead begins. */
public record LeadRegistered(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        @Nullable ExternalRef externalRef,
        Contact contact,
        Source source,
        Attributes attributes,
        List<IdentityHash> claimed,
        @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        throw new IllegalStateException("lead %s is registered twice".formatted(leadId));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
