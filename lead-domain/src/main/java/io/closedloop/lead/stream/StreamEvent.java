package io.closedloop.lead.stream;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, in the stream that it belongs to. The records are the types of events; {@link Revision} and
 * {@link Personal} say how they are stored.
 */
public interface StreamEvent {
    /** What kind of stream it belongs to; the same for all events of a type. */
    StreamType streamType();

    /** Which stream of that kind it belongs to. */
    UUID streamId();

    /**
     * The lead that it is about, which the event names in its component {@code leadId}; null where it is about none.
     * The lead's key seals what is personal in it.
     */
    default @Nullable LeadId subject() {
        return null;
    }

    /** When it happened in the business. */
    Instant occurredAt();

    /**
     * Whose key seals what is personal in it: the lead's that it is about, else its stream's own. Personal text of an
     * event without a subject is gone once its stream's key is destroyed.
     */
    default UUID keyOwner() {
        LeadId lead = subject();
        return lead == null ? streamId() : lead.value();
    }

    /**
     * What it changes in tables beside the log; nothing by default.
     *
     * @param actor who brought it about
     */
    default List<Effect> effects(KeyId actor) {
        return List.of();
    }
}
