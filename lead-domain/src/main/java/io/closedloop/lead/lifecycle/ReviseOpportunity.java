package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.decision.EarliestDate;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Restates what sales expects. */
public record ReviseOpportunity(
        LeadId leadId,
        @Nullable Money expectedAmount,
        @Nullable LocalDate expectedCloseDate,
        @Nullable Milestone milestone,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND = new CommandKind("ReviseOpportunity", List.of(SALES), Set.of(SQL));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        boolean nothing = expectedAmount == null && expectedCloseDate == null && milestone == null;
        if (nothing && fields.knows("/expectedCloseDate") && fields.knows("/milestone")) {
            fields.error(
                    "/expectedAmount",
                    "at least one of expectedAmount, expectedCloseDate and milestone has to be given");
        }
        fields.notNegative("/expectedAmount", expectedAmount);
        fields.add(EarliestDate.problem("/expectedCloseDate", expectedCloseDate));
    }

    @Override
    public boolean isRepeat(Lead lead) {
        OpportunityRevised latest = lead.latest().of(OpportunityRevised.class);
        return latest != null
                && Objects.equals(latest.expectedAmount(), expectedAmount)
                && Objects.equals(latest.expectedCloseDate(), expectedCloseDate)
                && latest.milestone() == milestone
                && lead.opportunity()
                        .revised(expectedAmount, expectedCloseDate, milestone)
                        .equals(lead.opportunity());
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        return List.of(new OpportunityRevised(
                lead.id(), on.at(), lead.pass(), on.playbook(), expectedAmount, expectedCloseDate, milestone, note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
