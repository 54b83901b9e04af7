package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Closes an opportunity as won, which sets its identities free. */
public record CloseWon(
        LeadId leadId,
        Money amount,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND = new CommandKind("CloseWon", List.of(SALES), Set.of(SQL));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.notNegative("/amount", amount);
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadWon won
                && won.amount().equals(amount)
                && lead.stage().equals(new Stage.Won(amount));
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        return List.of(new LeadWon(lead.id(), on.at(), lead.pass(), on.playbook(), amount, lead.identities(), note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
