package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Restates a closure: the amount of a win, or the reason of a loss. The other pair is null. */
@Revision(2)
public record ClosureAmended(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        @Personal(since = 2) String cause,
        @Nullable Money oldAmount,
        @Nullable Money newAmount,
        @Nullable String oldReason,
        @Nullable String newReason,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.restate(closure());
        lead.latest(this);
    }

    private Stage closure() {
        if (newAmount != null) {
            return new Stage.Won(newAmount);
        }
        if (newReason != null) {
            return new Stage.Lost(newReason);
        }
        throw new IllegalStateException(
                "lead %s: an amendment has neither a new amount nor a new reason".formatted(leadId));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
