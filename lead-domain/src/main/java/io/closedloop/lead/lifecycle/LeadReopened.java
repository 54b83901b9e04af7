package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The closure before it, and the revenue recorded under that, are void from here on. */
public record LeadReopened(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        String justification,
        List<IdentityHash> claimed,
        @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.claimedAgain(claimed);
        lead.enter(new Stage.SalesQualified(), this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
