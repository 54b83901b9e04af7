package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.CLOSED_LOST;
import static io.closedloop.lead.lifecycle.Status.MQL_ACCEPTED;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.decision.EarliestDate;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends a lead to nurture; a lost one claims its identities again. */
public record RecycleLead(
        LeadId leadId,
        String reason,
        @Nullable Instant resumeNotBefore,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND = new CommandKind(
            "RecycleLead", List.of(SALES, MARKETING), Set.of(MQL_AWAITING, MQL_ACCEPTED, SQL, CLOSED_LOST));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.reason("/reason", ReasonClass.RECYCLE, reason, note);
        fields.add(EarliestDate.problem("/resumeNotBefore", resumeNotBefore));
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadRecycled recycled
                && recycled.reason().equals(reason)
                && Objects.equals(recycled.resumeNotBefore(), resumeNotBefore);
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        return List.of(recycled(on, reason, resumeNotBefore, note));
    }

    static LeadRecycled recycled(Occasion on, String reason, @Nullable Instant resumeNotBefore, @Nullable String note) {
        Lead lead = on.lead();
        List<IdentityHash> claimed = lead.status().isOpen() ? List.of() : lead.identities(on.hasher());
        return new LeadRecycled(lead.id(), on.at(), lead.pass(), on.playbook(), reason, resumeNotBefore, claimed, note);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
