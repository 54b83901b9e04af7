package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Followed, in the same transaction, by the {@link LeadRecycled} or {@link LeadDisqualified} that its disposition asks
 * for.
 */
public record LeadRejected(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        Disposition disposition,
        String reason,
        @Nullable String rootCause,
        @Nullable Instant resumeNotBefore,
        @Nullable Instant expiresAt,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.rejected(this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
