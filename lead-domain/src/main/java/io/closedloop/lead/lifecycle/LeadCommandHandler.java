package io.closedloop.lead.lifecycle;

import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Takes every lead command: loads the lead, lets it decide, and, where there is none yet and the decision has events,
 * begins it. Registering is decided outside the aggregate, because there may be nothing to decide on and a refusal must
 * leave nothing behind.
 */
public class LeadCommandHandler {
    /** The key of the command metadata that carries the {@link Circumstances}. */
    public static final String CIRCUMSTANCES = "circumstances";

    private final Repository<LeadAggregate> leads;

    public LeadCommandHandler(Repository<LeadAggregate> leads) {
        this.leads = leads;
    }

    /** @param after the lead as it is after the decision, or null where there is none */
    public record Decided(
            Decision<LeadEvent> decision, @Nullable Lead after) {}

    @CommandHandler
    public Decided handle(
            LeadCommand command, @MetaDataValue(value = CIRCUMSTANCES, required = true) Circumstances circumstances)
            throws Exception {
        Optional<Aggregate<LeadAggregate>> loaded = load(command);
        if (loaded.isPresent()) {
            return loaded.get().invoke(lead -> new Decided(lead.handle(command, circumstances), lead.lead()));
        }
        var decision = LeadDecider.decide(null, command, circumstances);
        if (!(decision instanceof Accepted<LeadEvent> accepted)) {
            return new Decided(decision, null);
        }
        return leads.newInstance(() -> new LeadAggregate(accepted)).invoke(lead -> new Decided(decision, lead.lead()));
    }

    private Optional<Aggregate<LeadAggregate>> load(LeadCommand command) {
        try {
            return Optional.of(leads.load(command.leadId().toString()));
        } catch (AggregateNotFoundException e) {
            return Optional.empty();
        }
    }
}
