package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Sales restated what it expects. */
public record OpportunityRevised(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        @Nullable Money expectedAmount,
        @Nullable LocalDate expectedCloseDate,
        @Nullable Milestone milestone,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.opportunity(lead.opportunity().revised(expectedAmount, expectedCloseDate, milestone));
        lead.latest(this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
