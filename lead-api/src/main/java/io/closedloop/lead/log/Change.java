package io.closedloop.lead.log;

import io.closedloop.lead.stream.Effect;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of one stream. It may hold no events: a repeat, or a refusal whose decision named the stream's version.
 *
 * @param streamType the name of the stream's kind
 * @param expectedVersion the number of events that the stream had when it was decided on; null: not checked, the
 *     events' sequences follow the stream's last
 * @param events in order, all of this stream
 * @param effects what it changes in tables beside the log, and what it relies on there; each is taken by the
 *     {@link Book} of its table
 */
public record Change(
        String streamType,
        String streamId,
        @Nullable Long expectedVersion,
        List<NewEvent> events,
        List<Effect> effects) {
    /** @throws IllegalArgumentException when an event is of another stream, or the version is negative */
    public Change {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
        if (expectedVersion != null && expectedVersion < 0) {
            throw new IllegalArgumentException("a stream has 0 or more events, but %s %s was said to have %d"
                    .formatted(streamType, streamId, expectedVersion));
        }
        for (NewEvent event : events) {
            if (!event.streamId().equals(streamId)) {
                throw new IllegalArgumentException("a change's events belong to one stream, %s, but %s is of %s"
                        .formatted(streamId, event.type(), event.streamId()));
            }
        }
    }

    /** A change of a stream as it was decided on. */
    public static Change on(StreamVersion decidedOn, List<NewEvent> events, List<Effect> effects) {
        return new Change(decidedOn.streamType(), decidedOn.streamId(), decidedOn.version(), events, effects);
    }

    /** A change of a stream, whatever its version. */
    public static Change of(String streamType, String streamId, List<NewEvent> events, List<Effect> effects) {
        return new Change(streamType, streamId, null, events, effects);
    }

    /** Whether it begins its stream, so that nothing of the stream's can be known yet. */
    boolean begins() {
        return expectedVersion != null && expectedVersion == 0;
    }

    <E extends Effect> Stream<E> effects(Class<E> kind) {
        return effects.isEmpty()
                ? Stream.empty()
                : effects.stream().filter(kind::isInstance).map(kind::cast);
    }
}
