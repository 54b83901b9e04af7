package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand as flat objects: attributes by their free names, and changes, in which null says that something is
 * removed.
 */
final class FlatJson {
    private FlatJson() {}

    static final class AttributesWriter extends JsonSerializer<Attributes> {
        @Override
        public void serialize(Attributes attributes, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            write(attributes.values(), json);
        }
    }

    static final class AttributesReader extends JsonDeserializer<Attributes> {
        @Override
        public Attributes deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var values = new LinkedHashMap<String, Object>();
            for (var member : readMembers(json, context).entrySet()) {
                Object value = member.getValue();
                if (value == null) {
                    return context.reportInputMismatch(Attributes.class, "null is not an attribute");
                }
                values.put(member.getKey(), value);
            }
            try {
                return new Attributes((Map<String, ?>) values);
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(Attributes.class, "not the attributes of a lead");
            }
        }
    }

    static final class AttributesChangeWriter extends JsonSerializer<AttributesChange> {
        @Override
        public void serialize(AttributesChange change, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            write(change.values(), json);
        }
    }

    static final class AttributesChangeReader extends JsonDeserializer<AttributesChange> {
        @Override
        @SuppressWarnings(
                "NullAway") // the class file of a record with a compact constructor has lost that values may be null
        public AttributesChange deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Map<String, @Nullable Object> values = readMembers(json, context);
            try {
                return new AttributesChange(values);
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(AttributesChange.class, "no change of a lead's attributes");
            }
        }
    }

    static final class ContactChangeWriter extends JsonSerializer<ContactChange> {
        @Override
        public void serialize(ContactChange change, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            var members = new LinkedHashMap<String, @Nullable Object>();
            change.fields().forEach((field, value) -> members.put(field.name(), value));
            write(members, json);
        }
    }

    static final class ContactChangeReader extends JsonDeserializer<ContactChange> {
        @Override
        @SuppressWarnings("NullAway") // as above
        public ContactChange deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var fields = new EnumMap<ContactChange.Field, @Nullable String>(ContactChange.Field.class);
            for (var member : readMembers(json, context).entrySet()) {
                if (member.getValue() != null && !(member.getValue() instanceof String)) {
                    return context.reportInputMismatch(ContactChange.class, "a contact's field is not a text");
                }
                try {
                    fields.put(ContactChange.Field.valueOf(member.getKey()), (String) member.getValue());
                } catch (IllegalArgumentException e) {
                    return context.reportInputMismatch(ContactChange.class, "a contact has no such field");
                }
            }
            return new ContactChange(fields);
        }
    }

    private static void write(Map<String, ? extends @Nullable Object> members, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (var member : members.entrySet()) {
            json.writeFieldName(member.getKey());
            switch (member.getValue()) {
                case null -> json.writeNull();
                case String text -> json.writeString(text);
                case Boolean truth -> json.writeBoolean(truth);
                case BigDecimal number -> json.writeNumber(number);
                case Object other ->
                    throw new IllegalArgumentException(
                            "a member is a text, a number, a boolean or null, not " + other.getClass());
            }
        }
        json.writeEndObject();
    }

    private static Map<String, @Nullable Object> readMembers(JsonParser json, DeserializationContext context)
            throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            return context.reportInputMismatch(Map.class, "no object");
        }
        var members = new LinkedHashMap<String, @Nullable Object>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                members.put(name, json.getText());
            } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                members.put(name, token == JsonToken.VALUE_TRUE);
            } else if (token.isNumeric()) {
                members.put(name, json.getDecimalValue());
            } else if (token == JsonToken.VALUE_NULL) {
                members.put(name, null);
            } else {
                return context.reportInputMismatch(Map.class, "a member is a text, a number, a boolean or null");
            }
        }
        return members;
    }
}
