package io.closedloop.lead.axon;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.stream.StreamEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.MetaData;

/**
 * The events that this instance stored last, so that a follower of the log need not read and decode what this process
 * has just written. They are as the log would give them: at their positions, at the time of their recording, with
 * personal data closed.
 *
 * <p>Only durable events are here, and not all of them: those of other instances and of suppressions are in the log
 * alone. A reader takes events that are missing here from the log.
 */
final class LatestEvents {
    private final EventJson json;
    /** The event at a position is in the slot of the position by the number of slots, until another one comes there. */
    private final AtomicReferenceArray<TrackedEventMessage<?>> slots;

    /** @param kept how many events, a kilobyte or two each */
    LatestEvents(EventJson json, int kept) {
        this.json = json;
        this.slots = new AtomicReferenceArray<>(kept);
    }

    /**
     * Takes what was stored.
     *
     * @param events all events of one entry, in order; they are of one stream
     * @param metadata as stored with each of them
     * @param stored where they stand in the log
     */
    void add(List<? extends DomainEventMessage<?>> events, Map<String, String> metadata, Positions stored) {
        add(events, Collections.nCopies(events.size(), metadata), stored);
    }

    /**
     * As above.
     *
     * @param metadata as stored with each, in the order of the events; events that share it give the same object
     */
    void add(List<? extends DomainEventMessage<?>> events, List<Map<String, String>> metadata, Positions stored) {
        long position = stored.first();
        Map<String, String> shared = Map.of();
        MetaData common = MetaData.emptyInstance();
        for (int i = 0; i < events.size(); i++) {
            DomainEventMessage<?> event = events.get(i);
            if (!metadata.get(i).equals(shared)) {
                shared = metadata.get(i);
                common = MetaData.from(shared);
            }
            var closed = new GenericDomainEventMessage<>(
                    ((StreamEvent) event.getPayload()).streamType().name(),
                    event.getAggregateIdentifier(),
                    event.getSequenceNumber(),
                    json.closed(event.getPayload()),
                    common,
                    event.getIdentifier(),
                    stored.recordedAt());
            slots.set(
                    slot(position),
                    new GenericTrackedDomainEventMessage<>(new GlobalSequenceTrackingToken(position), closed));
            position++;
        }
    }

    /**
     * What follows a position, without a gap, as far as it is here; nothing where the next event is not. Whoever asks
     * takes it along: hardly ever is there a second one who wants it, and so it is gone before a collector has copied
     * it twice.
     *
     * @param most how many events at most
     */
    List<TrackedEventMessage<?>> takeAfter(long position, int most) {
        var events = new ArrayList<TrackedEventMessage<?>>();
        while (events.size() < most) {
            long next = position + 1 + events.size();
            TrackedEventMessage<?> event = slots.get(slot(next));
            if (event == null || event.trackingToken().position().orElseThrow() != next) {
                break;
            }
            slots.compareAndSet(slot(next), event, null);
            events.add(event);
        }
        return events;
    }

    private int slot(long position) {
        return (int) (position % slots.length());
    }
}
