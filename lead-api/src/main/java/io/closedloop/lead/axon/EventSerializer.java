package io.closedloop.lead.axon;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the log stores for Axon, lazily: an event that cannot be read fails where it is handled, and can be set
 * aside there, instead of stopping the stream.
 *
 * <p>Axon's own {@code JacksonSerializer} sees a payload by itself, but what is sealed opens only at its place in the
 * log; and it names types by their classes. It writes nothing: {@link EventWriter} does, for the same reason.
 */
final class EventSerializer implements Serializer {
    private final EventJson json;
    private final SubjectKeyLookup keys;
    private final Converter converter = new ChainingConverter();

    EventSerializer(EventJson json, SubjectKeyLookup keys) {
        this.json = json;
        this.keys = keys;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Axon has it
    public <S, T> T deserialize(SerializedObject<S> serialized) {
        if (!(serialized.getData() instanceof StoredText stored)) {
            throw new IllegalArgumentException(
                    "only what the log stores can be read, not " + serialized.getContentType());
        }
        SerializedType type = serialized.getType();
        if (type.getName().equals(MetaData.class.getName())) {
            return (T) MetaData.from(json.readMetadata(stored.eventId(), stored.text()));
        }
        return (T)
                json.read(stored.streamId(), stored.eventId(), type.getName(), type.getRevision(), stored.text(), keys);
    }

    @Override
    @SuppressWarnings("rawtypes") // as Axon has it
    public Class classForType(SerializedType type) {
        if (type.getName().equals(MetaData.class.getName())) {
            return MetaData.class;
        }
        Class<?> event = json.recordOf(type.getName());
        return event == null ? UnknownSerializedType.class : event;
    }

    @Override
    @SuppressWarnings("rawtypes") // as Axon has it
    public SerializedType typeForClass(@Nullable Class type) {
        return type == null ? SerializedType.emptyType() : new SimpleSerializedType(type.getSimpleName(), null);
    }

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> representation) {
        throw new UnsupportedOperationException("events are written by the appender, and nothing else is written");
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> representation) {
        return false;
    }

    @Override
    public Converter getConverter() {
        return converter;
    }
}
