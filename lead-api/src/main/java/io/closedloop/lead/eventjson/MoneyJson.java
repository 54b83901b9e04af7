package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.closedloop.lead.money.Money;
import java.io.IOException;

/**
 * Money as {@code {"amount": "1054.00", "currency": "USD"}}: the amount a text, so that no reader makes a binary
 * fraction of it.
 */
final class MoneyJson {
    private MoneyJson() {}

    static final class Writer extends StdSerializer<Money> {
        private static final long serialVersionUID = 1L;

        Writer() {
            super(Money.class);
        }

        @Override
        public void serialize(Money money, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            json.writeStringField("amount", money.amount().toPlainString());
            json.writeStringField("currency", money.currency().getCurrencyCode());
            json.writeEndObject();
        }
    }

    static final class Reader extends StdDeserializer<Money> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(json);
            JsonNode amount = tree.path("amount");
            JsonNode currency = tree.path("currency");
            if (tree.size() != 2 || !amount.isTextual() || !currency.isTextual()) {
                return context.reportInputMismatch(this, "no amount and currency");
            }
            try {
                return Money.of(amount.textValue(), currency.textValue());
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(this, "no amount of that currency");
            }
        }
    }
}
