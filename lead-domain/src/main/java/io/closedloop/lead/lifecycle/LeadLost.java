package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The opportunity is closed as lost. */
public record LeadLost(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        String reason,
        @Nullable String rootCause,
        @Nullable String competitor,
        List<IdentityHash> released,
        @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.enter(new Stage.Lost(reason), this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
