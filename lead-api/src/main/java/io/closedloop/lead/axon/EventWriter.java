package io.closedloop.lead.axon;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.suppression.SuppressionEvent;
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
     * @param keys asked for the lead's key if the event has personal data
     * @throws IllegalStateException when there are personal data but no key, or nobody is named who did it
     */
    public NewEvent write(LeadEvent event, String eventId, Map<String, String> metadata, SubjectKeyLookup keys) {
        return new NewEvent(
                EventJson.LEAD_STREAM,
                event.leadId().toString(),
                eventId,
                json.typeOf(event),
                json.revisionOf(event),
                json.write(event, eventId, keys),
                json.writeMetadata(complete(metadata)),
                event.occurredAt());
    }

    /** As {@link #write(LeadEvent, String, Map, SubjectKeyLookup)}, for an event of a suppression. */
    public NewEvent write(SuppressionEvent event, String eventId, Map<String, String> metadata, SubjectKeyLookup keys) {
        return new NewEvent(
                EventJson.SUPPRESSION_STREAM,
                event.suppressionId().toString(),
                eventId,
                json.typeOf(event),
                json.revisionOf(event),
                json.write(event, eventId, keys),
                json.writeMetadata(complete(metadata)),
                event.occurredAt());
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
