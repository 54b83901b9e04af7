package io.closedloop.lead.axon;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.stream.StreamEvent;
import java.util.Map;

/** Turns an event into what the log stores of it. */
public final class EventWriter {
    private final EventJson json;

    public EventWriter(EventJson json) {
        this.json = json;
    }

    /**
     * @param eventId a fresh id
     * @param metadata the envelope's strings, {@link Envelope#metadata(io.closedloop.lead.access.Role)}
     * @param keys asked for the key of the event's owner if it has personal data
     * @throws IllegalStateException when there are personal data but no key, or nobody is named who did it
     */
    public NewEvent write(StreamEvent event, String eventId, Map<String, String> metadata, SubjectKeyLookup keys) {
        return new NewEvent(
                event.streamType().name(),
                event.streamId().toString(),
                eventId,
                json.typeOf(event),
                json.revisionOf(event),
                json.write(event, eventId, keys),
                json.writeMetadata(complete(metadata)),
                event.occurredAt());
    }

    /** Whether the event's stream has a key of its own, which comes with its first event. */
    boolean keepsAKey(StreamEvent event) {
        return json.keepsAKey(event.streamType());
    }

    /** Without its actor an event could not be folded, nor the log be audited. */
    private static Map<String, String> complete(Map<String, String> metadata) {
        if (!metadata.containsKey(Envelope.ACTOR_ID) || !metadata.containsKey(Envelope.ROLE)) {
            throw new IllegalStateException(
                    "an event's metadata name its actor and role, but these name only " + metadata.keySet());
        }
        return metadata;
    }
}
