package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sales works the lead as an opportunity. */
public record LeadSalesQualified(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        Rep rep,
        Map<String, Boolean> checklist,
        @Nullable Money expectedAmount,
        @Nullable LocalDate expectedCloseDate,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.owner(rep);
        lead.opportunity(new Opportunity(expectedAmount, expectedCloseDate, null));
        lead.enter(new Stage.SalesQualified(), this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
