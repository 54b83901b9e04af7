package io.closedloop.lead.streams;

import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.stream.StreamType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to an errand that a rep runs; it is about no lead. */
public sealed interface ErrandEvent extends StreamEvent {
    StreamType STREAM = new StreamType("Errand", "/v1/errands", ErrandEvent.class);

    UUID errandId();

    @Override
    default StreamType streamType() {
        return STREAM;
    }

    @Override
    default UUID streamId() {
        return errandId();
    }

    /** A rep was asked for something. */
    record ErrandAsked(
            UUID errandId,
            Instant occurredAt,
            String what,
            @Personal @Nullable String note) implements ErrandEvent {}

    /** The errand is run. */
    @Revision(2)
    record ErrandRun(
            UUID errandId,
            Instant occurredAt,
            @Personal(since = 2) @Nullable String note) implements ErrandEvent {}
}
