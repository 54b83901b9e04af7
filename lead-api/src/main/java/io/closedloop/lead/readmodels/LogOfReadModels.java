package io.closedloop.lead.readmodels;

import io.closedloop.lead.axon.LogEventStore;
import io.closedloop.lead.columnstore.FollowedLog;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.TrackedEventMessage;

/** The log as the read models ask it, beside following it. */
record LogOfReadModels(EventLog log, LogEventStore events) implements FollowedLog {
    @Override
    public Optional<String> eventIdAt(long position) {
        return log.at(position).map(StoredEvent::eventId);
    }

    @Override
    public Optional<String> epoch() {
        return Optional.of(log.head().epoch().toString());
    }

    @Override
    public List<? extends TrackedEventMessage<?>> events(UUID stream, long first, long last) {
        return events.events(stream, first, last);
    }
}
