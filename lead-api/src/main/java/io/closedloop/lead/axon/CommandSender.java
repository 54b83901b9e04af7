package io.closedloop.lead.axon;

import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.annotation.MessageHandlerInvocationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way for commands: HTTP, bulk and every other sender use it. */
public final class CommandSender {
    /** The key of the command metadata that says whether the lead's lock is held until the command is durable. */
    static final String HOLDS_THE_LEAD = "holdsTheLead";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);

    private final CommandGateway gateway;

    public CommandSender(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * Decides a command on the lead as it is now and stores what was decided. Returns once that is durable; commands of
     * the same lead wait for each other that long. It tries once: on {@link AppendOutcome.Moved} it is for the caller
     * to send again.
     *
     * @throws StoreUnavailableException when the log cannot be read or written now
     */
    public AppendOutcome send(Object command, CommandContext context) {
        return Awaited.of(submit(command, context, true));
    }

    /**
     * As {@link #send}, but tells what becomes of it by a future.
     *
     * @param holdsTheLead whether commands of the same lead wait until this one is durable, and this returns only then.
     *     Else it returns once the command is decided: another one of the same lead may be decided meanwhile on the
     *     lead as it was before, and is {@link AppendOutcome.Moved} then. It is for the caller to keep those in order
     *     that he means in order
     * @return what {@link #send} returns; or fails as it does
     * @throws StoreUnavailableException when the log cannot be read now
     */
    public CompletableFuture<AppendOutcome> submit(Object command, CommandContext context, boolean holdsTheLead) {
        var metadata = new HashMap<String, Object>(context.forTheHandler());
        metadata.put(CommandContext.METADATA_KEY, context);
        metadata.put(HOLDS_THE_LEAD, holdsTheLead);
        var message = new GenericCommandMessage<>(new GenericMessage<>(command, metadata), nameOf(command));
        try {
            PendingEntry entry = gateway.sendAndWait(message);
            return entry.stored();
        } catch (EventStoreException e) {
            // Without the stack: in an outage there is one for every command.
            LOG.warn("The log could not be read for {}: {}", described(command, context), e.toString());
            throw new StoreUnavailableException("the log cannot be read; try again later", RETRY_AFTER, e);
        } catch (MessageHandlerInvocationException e) {
            // As a lead's events are read, their seals are opened, and the keys for that are read from the store.
            throw outageBehind(e);
        } catch (LockAcquisitionFailedException e) {
            LOG.warn("Waited too long for the lock of {}", described(command, context));
            throw new StoreUnavailableException(
                    "too many commands wait for the same lead; try again later", RETRY_AFTER);
        }
    }

    private static RuntimeException outageBehind(MessageHandlerInvocationException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnavailableException outage) {
                return outage;
            }
        }
        return failure;
    }

    private static String described(Object command, CommandContext context) {
        return "%s%s (correlation %s)"
                .formatted(
                        command.getClass().getSimpleName(),
                        command instanceof LeadCommand ofLead ? " of lead " + ofLead.leadId() : "",
                        context.envelope().correlationId());
    }

    /** One handler takes all commands of a lead, by the name of what they have in common. */
    private static String nameOf(Object command) {
        return command instanceof LeadCommand
                ? LeadCommand.class.getName()
                : command.getClass().getName();
    }
}
