package io.closedloop.lead.axon;

import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadCommandHandler;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.log.StreamVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a command handler decided, and on which stream and version. Handlers of commands that are not about a lead
 * return it themselves.
 *
 * @param decidedOn the stream that was decided about, as it was loaded; null when there is no such stream and never
 *     will be
 * @param result whatever the handler wants to give to {@link CommandContext#answers}
 */
public record Handled(Decision<?> decision, @Nullable StreamVersion decidedOn, Object result) {

    /** @throws IllegalStateException when it is no decision */
    static Handled of(Object command, @Nullable Object result) {
        return switch (result) {
            case Handled handled -> handled;
            case LeadCommandHandler.Decided decided
            when command instanceof LeadCommand leadCommand -> of(leadCommand, decided);
            case null -> throw new IllegalStateException(command.getClass() + " was handled without a decision");
            case Object other ->
                throw new IllegalStateException("%s was handled with %s, which is not a decision"
                        .formatted(command.getClass(), other.getClass()));
        };
    }

    private static Handled of(LeadCommand command, LeadCommandHandler.Decided decided) {
        long after = decided.after() == null ? 0 : decided.after().version();
        long before = decided.decision() instanceof Accepted<?> accepted
                ? after - accepted.events().size()
                : after;
        return new Handled(
                decided.decision(),
                new StreamVersion(LeadEvent.STREAM.name(), command.leadId().toString(), before),
                decided);
    }
}
