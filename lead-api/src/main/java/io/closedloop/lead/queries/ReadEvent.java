package io.closedloop.lead.queries;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.stream.StreamEvent;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log that has been opened for a reader.
 *
 * @param payload what happened, without personal data where the reader may not see them
 * @param envelope its metadata
 */
record ReadEvent(StoredEvent stored, StreamEvent payload, Map<String, String> envelope) {
    /** The key that the event came from. */
    KeyId actor() {
        String id = envelope.get("actorId");
        if (id == null) {
            throw new IllegalStateException(
                    "the event %s at position %d names no actor".formatted(stored.eventId(), stored.position()));
        }
        return new KeyId(UUID.fromString(id));
    }

    @Nullable
    String envelope(String name) {
        return envelope.get(name);
    }
}
