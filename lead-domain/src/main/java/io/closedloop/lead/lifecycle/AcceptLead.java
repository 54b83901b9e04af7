package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;

import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sales takes a marketing-qualified lead over. */
public record AcceptLead(
        LeadId leadId,
        Rep rep,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND = new CommandKind("AcceptLead", List.of(SALES, MANAGER), Set.of(MQL_AWAITING));

    public AcceptLead {
        rep = rep.tidy();
    }

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadAccepted accepted
                && accepted.rep().tidy().equals(rep)
                && lead.isOwnedBy(rep);
    }

    @Override
    public Forbidden takes(Lead lead, Instant at) {
        return forRep(KIND, lead, rep);
    }

    /** A lead that is assigned to somebody is taken by that rep, or given to another one by a manager. */
    static Forbidden forRep(CommandKind kind, Lead lead, @Nullable Rep rep) {
        return rep == null || lead.owner() == null || lead.isOwnedBy(rep)
                ? kind.usual()
                : new Forbidden(kind.commandName() + " for another rep than the lead is assigned to", List.of(MANAGER));
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        return List.of(accepted(on, rep, false, note));
    }

    /** @param implied whether sales took the lead over without saying so */
    static LeadAccepted accepted(Occasion on, Rep rep, boolean implied, @Nullable String note) {
        Lead lead = on.lead();
        return new LeadAccepted(lead.id(), on.at(), lead.pass(), on.playbook(), rep, implied, note);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
