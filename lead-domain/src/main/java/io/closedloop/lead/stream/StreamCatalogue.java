package io.closedloop.lead.stream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Some kinds of streams, and what follows from them: the types of their events, by name. */
public final class StreamCatalogue {
    private final Map<String, StreamType> streams;
    private final Map<String, EventType> events;
    private final Map<String, StreamType> streamsOfEvents;
    private final Set<String> ofAnothersSubject;
    private final Set<String> sealing;

    private StreamCatalogue(List<StreamType> types) {
        var byName = new LinkedHashMap<String, StreamType>();
        var byEvent = new HashMap<String, StreamType>();
        var eventTypes = new HashMap<String, EventType>();
        var paths = new HashSet<String>();
        var others = new HashSet<String>();
        var withPersonalText = new HashSet<String>();
        for (StreamType stream : types) {
            if (byName.put(stream.name(), stream) != null) {
                throw new IllegalArgumentException("two kinds of streams are called " + stream.name());
            }
            if (!paths.add(stream.path())) {
                others.add(stream.name());
            }
            records(stream.events()).map(EventType::of).forEach(event -> {
                if (eventTypes.put(event.name(), event) != null) {
                    throw new IllegalArgumentException("two types of events are called " + event.name());
                }
                byEvent.put(event.name(), stream);
                if (!event.personalSince().isEmpty()) {
                    withPersonalText.add(stream.name());
                }
            });
        }
        streams = Map.copyOf(byName);
        events = Map.copyOf(eventTypes);
        streamsOfEvents = Map.copyOf(byEvent);
        ofAnothersSubject = Set.copyOf(others);
        sealing = Set.copyOf(withPersonalText);
    }

    /**
     * @param types of those with the same path, the first is the one whose streams the path's items are
     * @throws IllegalArgumentException when two kinds of streams or two types of events have the same name
     */
    public static StreamCatalogue of(StreamType... types) {
        return new StreamCatalogue(List.of(types));
    }

    private static Stream<Class<?>> records(Class<?> events) {
        return events.isSealed()
                ? Stream.of(events.getPermittedSubclasses()).flatMap(StreamCatalogue::records)
                : Stream.of(events);
    }

    /** The kind of stream that is stored under a name; null where there is none. */
    public @Nullable StreamType stream(String name) {
        return streams.get(name);
    }

    /** The logical names of all types of events. */
    public Set<String> eventNames() {
        return events.keySet();
    }

    /** The type of event with a logical name; null where there is none. */
    public @Nullable EventType event(String name) {
        return events.get(name);
    }

    /** The kind of stream that events of a type belong to; null where there is no such type. */
    public @Nullable StreamType streamOf(String eventName) {
        return streamsOfEvents.get(eventName);
    }

    /** The names of the kinds of streams whose events are about an item of another kind's collection. */
    public Set<String> aboutItemsOfOthers() {
        return ofAnothersSubject;
    }

    /** Whether a stream of this kind needs a key of its own: it has personal text, and no lead whose key seals that. */
    public boolean keepsAKey(StreamType stream) {
        return sealing.contains(stream.name()) && !ofAnothersSubject.contains(stream.name());
    }
}
