package io.closedloop.lead.log;

import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.UUID;

/**
 * An event that is not stored yet; sequence, position and {@code recordedAt} are given when it is.
 *
 * @param streamType the name of its kind of stream, such as {@code Lead}
 * @param streamId the id of its stream, a UUID
 * @param eventId unique in the whole log; a time-ordered UUID keeps the index over it small
 * @param type the event's logical name, such as {@code LeadWon}
 * @param revision the revision of the payload's shape
 * @param payload JSON; stored as it is
 * @param metadata a JSON object of strings; stored as it is
 * @param occurredAt when it happened in the business; stored to the microsecond
 */
public record NewEvent(
        String streamType,
        String streamId,
        String eventId,
        String type,
        String revision,
        String payload,
        String metadata,
        Instant occurredAt) {
    /** @throws IllegalArgumentException when the event is of a suppression, and its stream's id is not one */
    public NewEvent {
        // The book of suppressions reads the id, in a transaction that others share.
        if (streamType.equals(SuppressionEvent.STREAM.name())) {
            UUID.fromString(streamId);
        }
    }

    @Override
    public String toString() {
        return Unsaid.in(this, "payload", "metadata");
    }
}
