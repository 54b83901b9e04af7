package io.closedloop.lead.axon;

import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/**
 * Gives every event of a command the command's envelope. The context itself stays behind: it means something in this
 * process only.
 */
final class EnvelopeCorrelation implements CorrelationDataProvider {
    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        return CommandContext.find(message)
                .<Map<String, ?>>map(context -> context.envelope().metadata())
                .orElse(Map.of());
    }
}
