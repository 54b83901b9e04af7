package io.closedloop.lead.axon;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.NewEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * What accompanies one command on its way to the log, besides the command itself. It travels in the command message's
 * metadata, inside this process, and never into an event. A command that is carried out again gets a new one.
 */
public interface CommandContext {
    /** The key of the command metadata that carries the context. */
    String METADATA_KEY = "commandContext";

    Envelope envelope();

    /** Under which key the answer is kept; null: it is not. */
    @Nullable
    Idempotency idempotency();

    /** Whether everything is judged and nothing stored. */
    boolean dryRun();

    /**
     * What the decision was told about the claims of other leads, so that the log can judge whether it is still so;
     * null: it did not ask. Called after the decision.
     */
    @Nullable
    ClaimsElsewhere claimsElsewhere();

    /** Whether the command gives way where one other lead holds all that is held of what it claims. */
    default boolean givesWay() {
        return false;
    }

    /**
     * The identities that a delivery brought which becomes a command of a lead that is there: the lead has to hold them
     * still, and they must not be suppressed.
     */
    default List<IdentityHash> delivered() {
        return List.of();
    }

    /**
     * The answers to what was decided. Called once, after the decision and before it is handed to the log.
     *
     * @param result what the command's handler returned
     * @param events the events to be stored, in order; none for a repeat or a refusal
     */
    Answers answers(Object result, List<NewEvent> events);

    /** Further metadata for the command's handler, which likewise stay in this process. */
    default Map<String, ?> forTheHandler() {
        return Map.of();
    }

    /** The context that goes with a command. */
    static Optional<CommandContext> find(Message<?> message) {
        return Optional.ofNullable((CommandContext) message.getMetaData().get(METADATA_KEY));
    }
}
