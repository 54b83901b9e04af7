package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Attributes of the lead changed, or its source was put right. */
public record AttributesUpdated(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        AttributesChange attributes,
        SourceChange source,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.attributes(attributes);
        lead.source(source);
        lead.latest(this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
