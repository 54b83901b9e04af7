package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.suppression.NewSuppression;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lead is out.
 *
 * @param suppressions what is not delivered again, as the reason says
 */
@Revision(2)
public record LeadDisqualified(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        String reason,
        @Nullable Instant expiresAt,
        List<IdentityHash> released,
        List<Suppression> suppressions,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.enterAfterRejection(new Stage.Disqualified(reason, lead.actor()), this);
    }

    @Override
    public List<Effect> effects(KeyId actor) {
        return Stream.concat(
                        Stream.<Effect>of(HoldingChange.releasing(leadId, released)),
                        suppressions.stream().map(it -> new NewSuppression(leadId, it, reason, actor, occurredAt)))
                .toList();
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
