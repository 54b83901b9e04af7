package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** From {@code NURTURE} it opens the next pass, which {@code pass} then names. */
public record LeadMarketingQualified(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        @Personal @Nullable String note) implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.enter(new Stage.MarketingQualified(Acceptance.AWAITING), this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
