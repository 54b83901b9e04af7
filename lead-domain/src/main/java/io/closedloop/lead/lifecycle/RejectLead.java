package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.MQL_ACCEPTED;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;

import io.closedloop.lead.decision.EarliestDate;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sales sends a marketing-qualified lead back to nurture, or out, as the disposition says. */
public record RejectLead(
        LeadId leadId,
        Disposition disposition,
        String reason,
        @Nullable String rootCause,
        @Nullable Instant resumeNotBefore,
        @Nullable Instant expiresAt,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("RejectLead", List.of(SALES), Set.of(MQL_AWAITING, MQL_ACCEPTED));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        if (fields.knows("/disposition")) {
            checkDisposition(fields);
        }
        fields.add(EarliestDate.problem("/resumeNotBefore", resumeNotBefore));
        fields.rootCause(rootCause);
    }

    private void checkDisposition(FieldChecks fields) {
        switch (disposition) {
            case RECYCLE -> {
                fields.reason("/reason", ReasonClass.RECYCLE, reason, note);
                if (expiresAt != null) {
                    fields.error("/expiresAt", "only a rejection that disqualifies has an expiry");
                }
            }
            case DISQUALIFY -> {
                fields.reason("/reason", ReasonClass.DISQUALIFY, reason, note);
                fields.expiry(reason, expiresAt);
                if (resumeNotBefore != null) {
                    fields.error("/resumeNotBefore", "only a rejection that recycles can name when to resume");
                }
            }
        }
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadRejected rejected
                && rejected.disposition() == disposition
                && rejected.reason().equals(reason)
                && Objects.equals(rejected.rootCause(), rootCause)
                && Objects.equals(rejected.resumeNotBefore(), resumeNotBefore)
                && Objects.equals(rejected.expiresAt(), expiresAt);
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        var rejected = new LeadRejected(
                lead.id(),
                on.at(),
                lead.pass(),
                on.playbook(),
                disposition,
                reason,
                rootCause,
                resumeNotBefore,
                expiresAt,
                note);
        LeadEvent then = switch (disposition) {
            case RECYCLE -> RecycleLead.recycled(on, reason, resumeNotBefore, note);
            case DISQUALIFY -> DisqualifyLead.disqualified(on, reason, expiresAt, note);
        };
        return List.of(rejected, then);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
