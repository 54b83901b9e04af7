package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.lifecycle.Status.CLOSED_LOST;
import static io.closedloop.lead.lifecycle.Status.CLOSED_WON;

import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadRefusal.NothingToAmend;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Restates a closure: either the amount of a win or the reason of a loss. */
public record AmendClosure(
        LeadId leadId,
        String cause,
        @Nullable Money amount,
        @Nullable String reason,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("AmendClosure", List.of(MANAGER), Set.of(CLOSED_WON, CLOSED_LOST));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.prose("/cause", cause);
        if ((amount == null) == (reason == null)) {
            fields.error("/amount", "an amendment gives either the new amount of a win or the new reason of a loss");
        }
        fields.notNegative("/amount", amount);
        if (reason != null) {
            fields.reason("/reason", ReasonClass.LOSS, reason, note);
        }
    }

    @Override
    public boolean isRepeat(Lead lead) {
        ClosureAmended latest = lead.latest().of(ClosureAmended.class);
        return latest != null
                && latest.cause().equals(cause)
                && Objects.equals(latest.newAmount(), amount)
                && Objects.equals(latest.newReason(), reason)
                && holds(lead);
    }

    private boolean holds(Lead lead) {
        return switch (lead.stage()) {
            case Stage.Won won -> won.amount().equals(amount);
            case Stage.Lost lost -> lost.reason().equals(reason);
            case Stage.Inquiry _,
                    Stage.MarketingQualified _,
                    Stage.SalesQualified _,
                    Stage.Nurture _,
                    Stage.Disqualified _ -> false;
        };
    }

    @Override
    public Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        return switch (lead.stage()) {
            case Stage.Won _
            when amount == null ->
                Optional.of(new InvalidCommand("/amount", "the amendment of a win gives its new amount"));
            case Stage.Won won when won.amount().equals(amount) -> Optional.of(NothingToAmend.of(won.amount()));
            case Stage.Won won -> Refunds.unamendable(lead, won, Objects.requireNonNull(amount));
            case Stage.Lost _
            when reason == null ->
                Optional.of(new InvalidCommand("/reason", "the amendment of a loss gives its new reason"));
            case Stage.Lost lost when lost.reason().equals(reason) -> Optional.of(new NothingToAmend(lost.reason()));
            case Stage.Inquiry _,
                    Stage.MarketingQualified _,
                    Stage.SalesQualified _,
                    Stage.Lost _,
                    Stage.Nurture _,
                    Stage.Disqualified _ -> Optional.empty();
        };
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        Money oldAmount = lead.stage() instanceof Stage.Won won ? won.amount() : null;
        String oldReason = lead.stage() instanceof Stage.Lost lost ? lost.reason() : null;
        return List.of(new ClosureAmended(
                lead.id(), on.at(), lead.pass(), on.playbook(), cause, oldAmount, amount, oldReason, reason, note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
