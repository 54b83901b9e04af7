package io.closedloop.lead.commands;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.axon.Handled;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.log.KnownSuppression;
import io.closedloop.lead.log.StreamVersion;
import io.closedloop.lead.log.SuppressionEnd;
import io.closedloop.lead.log.Suppressions;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionDecider;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.SuppressionState;
import io.closedloop.lead.suppression.WidenSuppression;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the commands of a suppression. A suppression begins in the lead's stream, with the disqualification; its own
 * stream holds what happened to it since.
 */
public class SuppressionCommandHandler {
    static final String CIRCUMSTANCES = "liftCircumstances";
    /** The key of the metadata that tell when a suppression is widened. */
    static final String NOW = "now";

    private final Suppressions suppressions;
    private final EventStore events;
    private final Playbook playbook;

    SuppressionCommandHandler(Suppressions suppressions, EventStore events, Playbook playbook) {
        this.suppressions = suppressions;
        this.events = events;
        this.playbook = playbook;
    }

    /**
     * @param expectedVersion the version of {@code If-Match}, or null
     * @param judgedAt see {@link SuppressionDecider}
     */
    record LiftCircumstances(Actor actor, @Nullable Long expectedVersion, Instant now, Instant judgedAt) {}

    /** @param before the suppression as it was decided on; null where there is none */
    record Decided(
            Decision<SuppressionEvent> decision, @Nullable SuppressionState before) {}

    @CommandHandler
    public Handled handle(
            LiftSuppression command, @MetaDataValue(value = CIRCUMSTANCES, required = true) Object circumstances) {
        var given = (LiftCircumstances) circumstances;
        SuppressionState state = load(command.suppressionId());
        var decision = SuppressionDecider.decide(
                state, command, given.actor(), given.expectedVersion(), playbook, given.now(), given.judgedAt());
        return handled(command.suppressionId(), state, decision);
    }

    /** Only the service sends it. */
    @CommandHandler
    public Handled handle(WidenSuppression command, @MetaDataValue(value = NOW, required = true) Object now) {
        SuppressionState state = load(command.suppressionId());
        return handled(
                command.suppressionId(), state, SuppressionDecider.decide(state, command, Actor.SERVICE, (Instant)
                        now));
    }

    private Handled handled(SuppressionId id, @Nullable SuppressionState state, Decision<SuppressionEvent> decision) {
        long version = state == null ? 0 : state.version();
        String stream = id.toString();
        if (decision instanceof Accepted<SuppressionEvent> accepted) {
            long sequence = version;
            for (SuppressionEvent event : accepted.events()) {
                events.publish(
                        new GenericDomainEventMessage<>(SuppressionEvent.STREAM.name(), stream, sequence++, event));
            }
        }
        return new Handled(
                decision,
                new StreamVersion(SuppressionEvent.STREAM.name(), stream, version),
                new Decided(decision, state));
    }

    private @Nullable SuppressionState load(SuppressionId id) {
        return suppressions.find(id).map(this::state).orElse(null);
    }

    private SuppressionState state(KnownSuppression row) {
        return new SuppressionState(
                new Suppression(row.suppressionId(), row.identity(), row.base(), row.expiresAt()),
                row.leadId(),
                row.reason(),
                row.disqualifiedBy(),
                row.occurredAt(),
                row.endedBy() == SuppressionEnd.LIFT ? lifting(row.suppressionId()) : null,
                row.endedBy() == SuppressionEnd.REINSTATEMENT,
                row.version());
    }

    private @Nullable SuppressionLifted lifting(SuppressionId id) {
        return events.readEvents(id.toString())
                .asStream()
                .map(message -> message.getPayload())
                .filter(SuppressionLifted.class::isInstance)
                .map(SuppressionLifted.class::cast)
                .findFirst()
                .orElse(null);
    }
}
