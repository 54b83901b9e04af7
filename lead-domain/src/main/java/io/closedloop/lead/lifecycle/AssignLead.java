package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.INQUIRY;
import static io.closedloop.lead.lifecycle.Status.MQL_ACCEPTED;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;
import static io.closedloop.lead.lifecycle.Status.NURTURE;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a rep the lead's owner. */
public record AssignLead(
        LeadId leadId,
        Rep rep,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND = new CommandKind(
            "AssignLead",
            List.of(MARKETING, SALES, MANAGER),
            Set.of(INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, NURTURE));

    public AssignLead {
        rep = rep.tidy();
    }

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public boolean isRepeat(Lead lead) {
        LeadAssigned latest = lead.latest().of(LeadAssigned.class);
        return latest != null && latest.rep().tidy().equals(rep) && lead.isOwnedBy(rep);
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        return List.of(new LeadAssigned(lead.id(), on.at(), lead.pass(), on.playbook(), rep, note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
