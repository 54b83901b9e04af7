package io.closedloop.lead.axon;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.lifecycle.LeadAggregate;
import io.closedloop.lead.text.Unsaid;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a command, from where, and in which context, as every event keeps it in its metadata.
 *
 * @param actorId the id of the key that was used
 * @param actorName the key's name
 * @param source the system that the command came from; null where nobody said
 * @param correlationId what all commands and events of one matter share
 * @param causationId what this command came from; null where nothing is known
 * @param idempotencyKey as the caller sent it; null without one
 * @param traceparent W3C trace context; null without one
 */
public record Envelope(
        KeyId actorId,
        String actorName,
        @Nullable String source,
        String correlationId,
        @Nullable String causationId,
        @Nullable String idempotencyKey,
        @Nullable String traceparent) {
    public static final String ACTOR_ID = LeadAggregate.ACTOR_ID;
    public static final String ACTOR_NAME = "actorName";
    public static final String ROLE = "role";
    public static final String SOURCE = "source";
    public static final String CORRELATION_ID = "correlationId";
    public static final String CAUSATION_ID = "causationId";
    public static final String IDEMPOTENCY_KEY = "idempotencyKey";
    public static final String TRACEPARENT = "traceparent";

    /** The metadata of an event that {@code role} permitted. */
    public Map<String, String> metadata(Role role) {
        var metadata = new TreeMap<>(metadata());
        metadata.put(ROLE, role.name());
        return metadata;
    }

    /**
     * The metadata of an event that follows by itself: it is the service's, for the command's actor.
     *
     * @param causeId the id of the event that caused it
     */
    public Map<String, String> metadataOfWhatFollows(String causeId) {
        Map<String, String> metadata = metadata(Role.SERVICE);
        metadata.put(CAUSATION_ID, causeId);
        return metadata;
    }

    /** The metadata as far as they are known before anything is decided: without the role that permits it. */
    Map<String, String> metadata() {
        var metadata = new TreeMap<String, String>();
        metadata.put(ACTOR_ID, actorId.toString());
        metadata.put(ACTOR_NAME, actorName);
        metadata.put(CORRELATION_ID, correlationId);
        putIfGiven(metadata, SOURCE, source);
        putIfGiven(metadata, CAUSATION_ID, causationId);
        putIfGiven(metadata, IDEMPOTENCY_KEY, idempotencyKey);
        putIfGiven(metadata, TRACEPARENT, traceparent);
        return metadata;
    }

    private static void putIfGiven(Map<String, String> metadata, String name, @Nullable String value) {
        if (value != null) {
            metadata.put(name, value);
        }
    }

    @Override
    public String toString() {
        return Unsaid.in(this, "idempotencyKey");
    }
}
