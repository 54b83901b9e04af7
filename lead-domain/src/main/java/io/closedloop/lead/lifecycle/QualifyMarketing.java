package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.INTEGRATION;
import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.lifecycle.Status.INQUIRY;
import static io.closedloop.lead.lifecycle.Status.NURTURE;

import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands a lead to sales; from nurture that opens the next pass. */
public record QualifyMarketing(
        LeadId leadId,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("QualifyMarketing", List.of(MARKETING, INTEGRATION, MANAGER), Set.of(INQUIRY, NURTURE));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadMarketingQualified;
    }

    /** Before the time that was agreed on, only a manager takes a lead out of nurture. */
    @Override
    public Forbidden takes(Lead lead, Instant at) {
        return lead.stage() instanceof Stage.Nurture nurture
                        && nurture.resumeNotBefore() != null
                        && at.isBefore(nurture.resumeNotBefore())
                ? new Forbidden(KIND.commandName() + " before " + nurture.resumeNotBefore(), List.of(MANAGER))
                : KIND.usual();
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        int pass = lead.status() == NURTURE ? lead.pass() + 1 : lead.pass();
        return List.of(new LeadMarketingQualified(lead.id(), on.at(), pass, on.playbook(), note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
