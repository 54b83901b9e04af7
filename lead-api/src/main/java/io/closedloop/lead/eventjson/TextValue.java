package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.function.Function;

/** A value that stands as one text. */
record TextValue<T>(Class<T> type, Function<T, String> write, Function<String, T> read) {

    void addTo(SimpleModule module) {
        module.addSerializer(type, new Writer<>(this));
        module.addDeserializer(type, new Reader<>(this));
    }

    private static final class Writer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient TextValue<T> value;

        Writer(TextValue<T> value) {
            super(value.type);
            this.value = value;
        }

        @Override
        public void serialize(T object, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(value.write.apply(object));
        }
    }

    private static final class Reader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient TextValue<T> value;

        Reader(TextValue<T> value) {
            super(value.type);
            this.value = value;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(this, "no text");
            }
            try {
                return value.read.apply(json.getText());
            } catch (IllegalArgumentException | DateTimeException e) {
                return context.reportInputMismatch(this, "not the text of one");
            }
        }
    }
}
