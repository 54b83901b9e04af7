package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.closedloop.lead.catalogue.Streams;
import io.closedloop.lead.sealing.SealBrokenException;
import io.closedloop.lead.sealing.SubjectKey;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.stream.EventType;
import io.closedloop.lead.stream.StreamCatalogue;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.stream.StreamType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into the JSON that the log keeps, and back.
 *
 * <p>An event's logical type is the simple name of its record. Its components are the members; absent ones are left
 * out. Components with personal data are taken out and stored together as one member {@code sealed}, encrypted under
 * the key of the lead that the event is about, else of its stream, and bound to stream, event and type. Without the key
 * they read as absent.
 *
 * <p>Everything that was written once stays readable: {@link Revisions} says how former revisions are read. A component
 * that has become personal since it was written is shown like a sealed one, only to readers with the key.
 */
public final class EventJson {
    private static final String SEALED = "sealed";
    private static final String NOTHING = "{}";

    private final StreamCatalogue catalogue;
    private final ObjectMapper mapper = EventMapper.create();
    private final ObjectMapper openly = EventMapper.writingOnly(
            (event, component) -> !Revisions.of(event).personal().contains(component));
    private final ObjectMapper personally = EventMapper.writingOnly(
            (event, component) -> Revisions.of(event).personal().contains(component));
    private final ConcurrentMap<Class<?>, Closing> closings = new ConcurrentHashMap<>();

    /** Where an event stands, which is what its sealed part is bound to. */
    private record Place(String streamId, String eventId, String type) {
        String text() {
            return streamId + " " + eventId + " " + type;
        }
    }

    /** Of all kinds of streams that there are. */
    public EventJson() {
        this(Streams.ALL);
    }

    /** @param catalogue the kinds of streams whose events are written and read */
    public EventJson(StreamCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The logical types of all events that there are. */
    public static Set<String> types() {
        return Streams.ALL.eventNames();
    }

    /** The logical type of an event: the simple name of its record. */
    public String typeOf(Object event) {
        EventType type = catalogue.event(event.getClass().getSimpleName());
        if (type == null || type.record() != event.getClass()) {
            throw new IllegalArgumentException(event.getClass().getName() + " is not an event of the log");
        }
        return type.name();
    }

    /** The record that events of this logical type are read as; null when there is none. */
    public @Nullable Class<?> recordOf(String type) {
        EventType known = catalogue.event(type);
        return known == null ? null : known.record();
    }

    /** Whether streams of a kind have a key of their own. */
    public boolean keepsAKey(StreamType stream) {
        return catalogue.keepsAKey(stream);
    }

    /** The revision in which events of this type are written now. */
    public String revisionOf(Object event) {
        typeOf(event);
        return Revisions.of(event.getClass()).name();
    }

    /**
     * The payload to store of an event.
     *
     * @param keys asked for the key of {@link StreamEvent#keyOwner} if there is something to seal
     * @throws IllegalStateException when there is something to seal, but no key to seal it with
     */
    public String write(StreamEvent event, String eventId, SubjectKeyLookup keys) {
        return seal(event, new Place(event.streamId().toString(), eventId, typeOf(event)), keys);
    }

    /** The event's JSON with its personal data in clear, for those who may see them. Never to be stored. */
    public String inClear(Object event) {
        return text(mapper, event);
    }

    /** The event as {@link #read} gives it without the lead's key: its personal components are absent. */
    public Object closed(Object event) {
        return closings.computeIfAbsent(event.getClass(), type -> Closing.of(type, mapper))
                .close(event);
    }

    /**
     * What CloudEvents name as an event's {@code subject}, and whose key opens the payload: the lead that the event is
     * about, else its stream. Of an event of an unknown type, the lead that it names, if it names one.
     *
     * @throws UnreadableEventException when the payload is not what was written
     */
    public UUID subjectOf(String streamId, String eventId, String type, String payload) {
        EventType known = catalogue.event(type);
        if (known != null) {
            return known.aboutALead() ? leadIn(eventId, parse(eventId, payload)) : UUID.fromString(streamId);
        }
        ObjectNode tree = parse(eventId, payload);
        return tree.has(EventType.LEAD_ID) ? leadIn(eventId, tree) : UUID.fromString(streamId);
    }

    /** The path of the collection that a kind of stream belongs to, as CloudEvents' {@code source} names it. */
    public String sourceOf(String streamType) {
        StreamType stream = catalogue.stream(streamType);
        return stream == null ? "/v1" : stream.path();
    }

    /**
     * The event that a payload tells of.
     *
     * @param keys asked for the owner's key if something is sealed; where it gives none, what is sealed reads as
     *     absent: null, an empty contact or change, an empty text
     * @throws UnreadableEventException when the type or the revision is unknown, or the payload is not what was
     *     written, saying which event it is
     * @throws SealBrokenException when what is sealed was changed, or does not belong to this event
     */
    public StreamEvent read(
            String streamId, String eventId, String type, String revision, String payload, SubjectKeyLookup keys) {
        Class<?> eventType = requireKnown(eventId, type, revision);
        ObjectNode tree = parse(eventId, payload);
        open(tree, eventType, revision, new Place(streamId, eventId, type), keys);
        try {
            return (StreamEvent) mapper.treeToValue(tree, eventType);
        } catch (JsonProcessingException e) {
            throw new UnreadableEventException(
                    eventId, "its payload cannot be read as %s: %s".formatted(type, JsonTrouble.of(e)));
        }
    }

    /**
     * The members of a stored payload that are in clear, because they were no personal data yet when it was written.
     *
     * @return their names in the order of the alphabet
     * @throws UnreadableEventException when the type or the revision is unknown, or the payload is no JSON
     */
    public List<String> inClearSinceThen(String eventId, String type, String revision, String payload) {
        Revisions revisions = Revisions.of(requireKnown(eventId, type, revision));
        int number = revisions.numberOf(revision);
        if (!revisions.maySayInClear(number)) {
            return List.of();
        }
        ObjectNode tree = parse(eventId, payload);
        return revisions.saidInClear(number).stream().filter(tree::has).sorted().toList();
    }

    /**
     * The record that events of this type and revision are read as.
     *
     * @throws UnknownEventException when there is none
     */
    public Class<?> requireKnown(String eventId, String type, String revision) {
        Class<?> eventType = recordOf(type);
        if (eventType == null) {
            throw new UnknownEventException(
                    eventId, "its type %s is unknown here; a newer version may have written it".formatted(type));
        }
        Revisions revisions = Revisions.of(eventType);
        if (revisions.numberOf(revision) == 0) {
            throw new UnknownEventException(
                    eventId,
                    "its revision '%s' of %s is unknown here, where %s is the latest; a newer version may have written it"
                            .formatted(revision, type, revisions.name()));
        }
        return eventType;
    }

    /** Whether events of this type and revision can be read. */
    public boolean knows(String type, String revision) {
        Class<?> eventType = recordOf(type);
        return eventType != null && Revisions.of(eventType).numberOf(revision) > 0;
    }

    /**
     * A payload as it is stored, but for what is sealed in it, which only a reader that knows the event may open.
     *
     * @throws UnreadableEventException when the payload is no JSON object
     */
    public String asStored(String eventId, String payload) {
        ObjectNode tree = parse(eventId, payload);
        return tree.remove(SEALED) == null ? payload : text(mapper, tree);
    }

    /** The metadata of an event as a JSON object of strings, sorted by name. */
    public String writeMetadata(Map<String, String> metadata) {
        return text(mapper, metadata);
    }

    /** @throws UnreadableEventException when it is no JSON object of strings */
    public Map<String, String> readMetadata(String eventId, String metadata) {
        var read = new TreeMap<String, String>();
        parse(eventId, metadata).properties().forEach(member -> {
            if (!member.getValue().isTextual()) {
                throw new UnreadableEventException(
                        eventId, "its metadata's %s is not a text".formatted(member.getKey()));
            }
            read.put(member.getKey(), member.getValue().textValue());
        });
        return read;
    }

    private String seal(StreamEvent event, Place place, SubjectKeyLookup keys) {
        String open = text(openly, event);
        String personal = text(personally, event);
        if (personal.equals(NOTHING)) {
            return open;
        }
        SubjectKey key = keys.keyOf(event.keyOwner());
        if (key == null) {
            throw new IllegalStateException("%s %s has no key to seal its %s with"
                    .formatted(event.subject() == null ? "the stream" : "the lead", event.keyOwner(), place.type()));
        }
        byte[] sealed = key.seal(personal.getBytes(StandardCharsets.UTF_8), place.text());
        // Into the object, as its last member; base64 has nothing to escape.
        return open.substring(0, open.length() - 1)
                + (",\"" + SEALED + "\":\"")
                + Base64.getEncoder().encodeToString(sealed)
                + "\"}";
    }

    /** Makes one event in clear of the present revision, with what stands for the members that stay closed. */
    private void open(ObjectNode tree, Class<?> eventType, String revision, Place place, SubjectKeyLookup keys) {
        Revisions revisions = Revisions.of(eventType);
        int number = revisions.numberOf(revision);
        for (String name : revisions.personal(number)) {
            if (tree.has(name)) {
                throw new UnreadableEventException(
                        place.eventId(), "its payload has the personal member '%s' in clear".formatted(name));
            }
        }
        JsonNode sealed = tree.remove(SEALED);
        boolean personal = sealed != null || revisions.maySayInClear(number);
        SubjectKey key = personal ? keys.keyOf(ownerIn(tree, eventType, place)) : null;
        if (sealed != null && key != null) {
            tree.setAll(parse(place.eventId(), unseal(key, sealed, place)));
        }
        revisions.toPresent(number, tree);
        if (personal && key == null) {
            tree.remove(revisions.personal());
            tree.setAll(ClosedFields.of(eventType));
        }
    }

    private static String unseal(SubjectKey key, JsonNode sealed, Place place) {
        try {
            byte[] plain = key.open(Base64.getDecoder().decode(sealed.asText()), place.text());
            return new String(plain, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(place.eventId(), "what is sealed in it is not base64");
        }
    }

    private static UUID ownerIn(ObjectNode tree, Class<?> eventType, Place place) {
        return EventType.of(eventType).aboutALead() ? leadIn(place.eventId(), tree) : UUID.fromString(place.streamId());
    }

    private static UUID leadIn(String eventId, ObjectNode tree) {
        JsonNode leadId = tree.get(EventType.LEAD_ID);
        if (leadId == null) {
            throw new UnreadableEventException(eventId, "its payload names no lead");
        }
        try {
            return UUID.fromString(leadId.asText());
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException(eventId, "its payload's leadId is not a UUID");
        }
    }

    private ObjectNode parse(String eventId, String json) {
        try {
            if (mapper.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableEventException(eventId, "it holds no JSON: " + JsonTrouble.of(e));
        }
        throw new UnreadableEventException(eventId, "it holds no JSON object");
    }

    private static String text(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that is in memory cannot be written", e);
        }
    }
}
