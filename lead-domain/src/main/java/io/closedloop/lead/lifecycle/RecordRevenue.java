package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.INTEGRATION;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.CLOSED_WON;

import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadRefusal.RevenueRecordedWithOtherContent;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records later revenue of a won lead, or a refund. Revenue repeats by its id. */
public record RecordRevenue(
        LeadId leadId,
        @Nullable String revenueId,
        RevenueKind kind,
        Money amount,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("RecordRevenue", List.of(SALES, INTEGRATION), Set.of(CLOSED_WON));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.code("/revenueId", revenueId);
        fields.positive("/amount", amount);
    }

    @Override
    public boolean isRepeat(Lead lead) {
        Long recorded = revenueId == null ? null : lead.revenuePrints().contentUnder(revenueId);
        return recorded != null && recorded == RevenueRecorded.digest(kind, amount);
    }

    @Override
    public Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        if (revenueId != null && lead.revenuePrints().contentUnder(revenueId) != null) {
            return Optional.of(new RevenueRecordedWithOtherContent(revenueId));
        }
        return lead.stage() instanceof Stage.Won won ? Refunds.unrecordable(lead, won, kind, amount) : Optional.empty();
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        String id =
                revenueId != null ? revenueId : DerivedId.of(lead, "revenue").toString();
        return List.of(new RevenueRecorded(lead.id(), on.at(), lead.pass(), on.playbook(), id, kind, amount, note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
