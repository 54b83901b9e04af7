package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Closes an opportunity as lost, which sets its identities free. */
public record CloseLost(
        LeadId leadId,
        String reason,
        @Nullable String rootCause,
        @Nullable String competitor,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND = new CommandKind("CloseLost", List.of(SALES), Set.of(SQL));

    public CloseLost {
        competitor = Text.codeOrNull(competitor);
    }

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.reason("/reason", ReasonClass.LOSS, reason, note);
        fields.rootCause(rootCause);
        fields.code("/competitor", competitor);
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadLost lost
                && lost.reason().equals(reason)
                && Objects.equals(lost.rootCause(), rootCause)
                && Objects.equals(Text.codeOrNull(lost.competitor()), competitor)
                && lead.stage().equals(new Stage.Lost(reason));
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        return List.of(new LeadLost(
                lead.id(),
                on.at(),
                lead.pass(),
                on.playbook(),
                reason,
                rootCause,
                competitor,
                lead.identities(),
                note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
