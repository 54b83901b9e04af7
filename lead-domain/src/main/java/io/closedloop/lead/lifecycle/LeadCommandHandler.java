package io.closedloop.lead.lifecycle;

import io.closedloop.lead.decision.Decision;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Handles every lead command: loads the lead, or begins without one, and has the command decided. A new lead comes into
 * being with the first event that is applied; a refusal leaves nothing behind.
 */
public class LeadCommandHandler {
    /** The key of the command metadata that carries the {@link Circumstances}. */
    public static final String CIRCUMSTANCES = "circumstances";
    /**
     * The key of the command metadata that says whether to take it that the lead is not there yet, and not to look for
     * it. Whoever stores what was decided has to judge that: the decision is on version 0.
     */
    public static final String BEGINS = "begins";

    private final Repository<LeadAggregate> leads;

    public LeadCommandHandler(Repository<LeadAggregate> leads) {
        this.leads = leads;
    }

    /** @param after the lead as it is after the decision, or null where there is none */
    public record Decided(
            Decision<LeadEvent> decision, @Nullable Lead after) {}

    @CommandHandler
    public Decided handle(
            LeadCommand command,
            @MetaDataValue(value = CIRCUMSTANCES, required = true) Circumstances circumstances,
            @MetaDataValue(BEGINS) @Nullable Boolean begins)
            throws Exception {
        Aggregate<LeadAggregate> aggregate = Boolean.TRUE.equals(begins)
                ? leads.newInstance(LeadAggregate::new)
                : leads.loadOrCreate(command.leadId().toString(), LeadAggregate::new);
        return aggregate.invoke(lead -> {
            var decision = lead.handle(command, circumstances);
            return new Decided(decision, lead.lead());
        });
    }
}
