package io.closedloop.lead.commands;

import io.closedloop.lead.axon.CommandContext;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.axon.EventWriter;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.lifecycle.Circumstances;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadCommandHandler;
import io.closedloop.lead.lifecycle.LeadCommandHandler.Decided;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.NewEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes with one lead command to the log.
 *
 * @param delivery the registration that the command stands for, being a touch instead; null: none
 */
record LeadCommandContext(
        CommandRequest request,
        @Nullable Idempotency idempotency,
        Target target,
        LeadCommand command,
        Circumstances circumstances,
        boolean begins,
        ClaimsAsked claims,
        EventWriter writer,
        @Nullable Delivery delivery)
        implements CommandContext {
    /**
     * A registration that was not carried out as one.
     *
     * @param identities what it would have claimed
     */
    record Delivery(RegisterLead register, List<IdentityHash> identities) {}

    @Override
    public Envelope envelope() {
        return request.envelope();
    }

    @Override
    public boolean dryRun() {
        return request.dryRun();
    }

    @Override
    public @Nullable ClaimsElsewhere claimsElsewhere() {
        return claims.told();
    }

    @Override
    public boolean givesWay() {
        return command instanceof RegisterLead register && register.touchInstead() != null;
    }

    @Override
    public List<IdentityHash> delivered() {
        return delivery == null ? List.of() : delivery.identities();
    }

    @Override
    public Answers answers(Object result, List<NewEvent> events) {
        Decided decided = (Decided) result;
        RegisterLead insteadOf = delivery == null ? null : delivery.register();
        return new LeadAnswers(
                request,
                target,
                command,
                insteadOf,
                decided.decision(),
                decided.after(),
                circumstances.playbook(),
                writer);
    }

    @Override
    public Map<String, ?> forTheHandler() {
        return Map.of(LeadCommandHandler.CIRCUMSTANCES, circumstances, LeadCommandHandler.BEGINS, begins);
    }
}
