package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The opportunity is closed as won. */
@Revision(2)
public record LeadWon(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        Money amount,
        List<IdentityHash> released,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.laterRevenueBegins();
        lead.enter(new Stage.Won(amount), this);
    }

    @Override
    public List<Effect> effects(KeyId actor) {
        return List.of(HoldingChange.releasing(leadId, released));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
