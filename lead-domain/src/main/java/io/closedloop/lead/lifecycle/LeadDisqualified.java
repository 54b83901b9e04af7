package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lead is out.
 *
 * @param suppressions what is not delivered again, as the reason says
 */
public record LeadDisqualified(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        String reason,
        @Nullable Instant expiresAt,
        List<IdentityHash> released,
        List<Suppression> suppressions,
        @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.enterAfterRejection(new Stage.Disqualified(reason, lead.actor()), this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
