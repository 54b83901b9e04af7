package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.lifecycle.Status.CLOSED_LOST;
import static io.closedloop.lead.lifecycle.Status.CLOSED_WON;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Voids a closure. */
public record ReopenLead(
        LeadId leadId,
        String justification,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("ReopenLead", List.of(MANAGER), Set.of(CLOSED_WON, CLOSED_LOST));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.prose("/justification", justification);
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadReopened reopened
                && reopened.justification().equals(justification);
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        return List.of(new LeadReopened(
                lead.id(), on.at(), lead.pass(), on.playbook(), justification, lead.identities(on.hasher()), note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
