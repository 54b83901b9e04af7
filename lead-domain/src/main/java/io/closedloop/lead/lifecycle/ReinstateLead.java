package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.lifecycle.Status.DISQUALIFIED;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadRefusal.NotReversible;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a disqualification back, if its reason lets one. */
public record ReinstateLead(
        LeadId leadId,
        String justification,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND = new CommandKind("ReinstateLead", List.of(MANAGER), Set.of(DISQUALIFIED))
            .onlyIf(ReinstateLead::isReversible);

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
        return lead.latest().stage() instanceof LeadReinstated reinstated
                && reinstated.justification().equals(justification);
    }

    @Override
    public Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        return lead.stage() instanceof Stage.Disqualified out && !isReversible(lead, playbook)
                ? Optional.of(new NotReversible(out.reason()))
                : Optional.empty();
    }

    /** Whether a disqualified lead may come back at all. */
    private static boolean isReversible(Lead lead, Playbook playbook) {
        return !(lead.stage() instanceof Stage.Disqualified out) || playbook.isReversible(out.reason());
    }

    /** Whoever disqualified a lead does not take that back alone. */
    @Override
    public boolean takesASecondPerson(Lead lead, Actor actor) {
        return lead.stage() instanceof Stage.Disqualified out && out.by().equals(actor.id());
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        return List.of(new LeadReinstated(
                lead.id(), on.at(), lead.pass(), on.playbook(), justification, lead.identities(on.hasher()), note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
