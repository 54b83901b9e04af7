package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.identity.LeadId;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * The lead as Axon's aggregate: it folds events into a {@link Lead} and hands the {@link LeadDecider}'s events over. It
 * has no rule of its own.
 */
public class LeadAggregate {
    /** The key of the event metadata that names the key which an event came from. */
    public static final String ACTOR_ID = "actorId";

    private @Nullable Lead lead;

    /** Nothing yet: a registration begins it. */
    protected LeadAggregate() {}

    /** A lead as its events have made it so far. */
    public static LeadAggregate of(Lead lead) {
        var aggregate = new LeadAggregate();
        aggregate.lead = lead;
        return aggregate;
    }

    /**
     * A lead after one more of its events.
     *
     * @param lead null before the first event
     * @param actorId who brought the event about, as its metadata say
     * @throws NullPointerException when the metadata name no actor
     */
    public static Lead evolve(@Nullable Lead lead, LeadEvent event, @Nullable String actorId) {
        String actor = Objects.requireNonNull(actorId, "every event of a lead names its actor");
        return Lead.evolve(lead, event, new KeyId(UUID.fromString(actor)));
    }

    /** Decides on the lead as it is, and applies what was decided. */
    Decision<LeadEvent> handle(LeadCommand command, Circumstances circumstances) {
        var decision = LeadDecider.decide(lead, command, circumstances);
        if (decision instanceof Accepted<LeadEvent> accepted) {
            accepted.events().forEach(AggregateLifecycle::apply);
        }
        return decision;
    }

    @EventSourcingHandler
    void on(LeadEvent event, @MetaDataValue(ACTOR_ID) @Nullable String actorId) {
        // not "required": Axon passes over a handler whose metadata is missing, and the event would be lost in silence
        lead = evolve(lead, event, actorId);
    }

    @AggregateIdentifier
    @Nullable
    LeadId id() {
        return lead == null ? null : lead.id();
    }

    /** The lead as it is now; null while nothing has begun it. */
    @Nullable
    Lead lead() {
        return lead;
    }
}
