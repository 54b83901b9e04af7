package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.suppression.Delivery;
import io.closedloop.lead.suppression.EndOfSuppressions;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The disqualification is taken back. */
@Revision(2)
public record LeadReinstated(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        @Personal String justification,
        List<IdentityHash> claimed,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.claimedAgain(claimed);
        lead.enter(new Stage.Nurture(null), this);
    }

    @Override
    public List<Effect> effects(KeyId actor) {
        return List.of(
                HoldingChange.claiming(leadId, claimed), new Delivery(leadId, claimed), new EndOfSuppressions(leadId));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
