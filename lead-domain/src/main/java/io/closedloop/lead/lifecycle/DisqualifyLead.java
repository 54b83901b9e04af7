package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.INQUIRY;
import static io.closedloop.lead.lifecycle.Status.MQL_ACCEPTED;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;
import static io.closedloop.lead.lifecycle.Status.NURTURE;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a lead out and suppresses its identities, as the reason says. */
public record DisqualifyLead(
        LeadId leadId,
        String reason,
        @Nullable Instant expiresAt,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND = new CommandKind(
            "DisqualifyLead", List.of(MARKETING, SALES), Set.of(INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, NURTURE));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.reason("/reason", ReasonClass.DISQUALIFY, reason, note);
        fields.expiry(reason, expiresAt);
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadDisqualified out
                && out.reason().equals(reason)
                && Objects.equals(out.expiresAt(), expiresAt);
    }

    @Override
    public Forbidden takes(Lead lead, Instant at) {
        return lead.status() == INQUIRY || lead.status() == NURTURE
                ? KIND.usual()
                : new Forbidden(KIND.commandName() + " of a lead that sales works", List.of(SALES));
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        return List.of(disqualified(on, reason, expiresAt, note));
    }

    static LeadDisqualified disqualified(
            Occasion on, String reason, @Nullable Instant expiresAt, @Nullable String note) {
        Lead lead = on.lead();
        return new LeadDisqualified(
                lead.id(),
                on.at(),
                lead.pass(),
                on.playbook(),
                reason,
                expiresAt,
                lead.identities(),
                Suppressed.by(on, reason, expiresAt),
                note);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
