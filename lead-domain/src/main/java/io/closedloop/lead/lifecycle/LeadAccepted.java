package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** @param implied true when nobody accepted the lead, but sales qualified it all the same */
public record LeadAccepted(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        Rep rep,
        boolean implied,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.owner(rep);
        lead.enter(new Stage.MarketingQualified(Acceptance.ACCEPTED), this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
