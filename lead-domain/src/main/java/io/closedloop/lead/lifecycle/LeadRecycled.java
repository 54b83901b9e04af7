package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
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

/** @param claimed what a lost lead claims again on its way back; empty from an open stage */
@Revision(2)
public record LeadRecycled(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        String reason,
        @Nullable Instant resumeNotBefore,
        List<IdentityHash> claimed,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.claimedAgain(claimed);
        lead.enterAfterRejection(new Stage.Nurture(resumeNotBefore), this);
    }

    @Override
    public List<Effect> effects(KeyId actor) {
        return List.of(HoldingChange.claiming(leadId, claimed), new Delivery(leadId, claimed));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
