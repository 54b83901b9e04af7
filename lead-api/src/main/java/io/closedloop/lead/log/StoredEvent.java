package io.closedloop.lead.log;

import io.closedloop.lead.text.Unsaid;
import java.time.Instant;

/**
 * An event as it stands in the log.
 *
 * @param position its place in the whole log: 1, 2, 3, ... in the order of commits
 * @param batch the number of the transaction that stored it
 * @param streamType the name of its kind of stream, such as {@code Lead}
 * @param streamId the id of its stream, a UUID
 * @param sequence its place in its stream, from 0
 * @param eventId unique in the whole log
 * @param type the event's logical name
 * @param revision the revision of the payload's shape
 * @param payload JSON, as it was stored
 * @param metadata a JSON object of strings, as it was stored
 * @param occurredAt when it happened in the business
 * @param recordedAt when it was stored, by the database's clock; the same for all events of a transaction
 */
public record StoredEvent(
        long position,
        long batch,
        String streamType,
        String streamId,
        long sequence,
        String eventId,
        String type,
        String revision,
        String payload,
        String metadata,
        Instant occurredAt,
        Instant recordedAt) {
    @Override
    public String toString() {
        return Unsaid.in(this, "payload", "metadata");
    }
}
