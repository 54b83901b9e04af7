package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The lead got an owner. */
public record LeadAssigned(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        Rep rep,
        @Personal @Nullable String note) implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.owner(rep);
        lead.latest(this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
