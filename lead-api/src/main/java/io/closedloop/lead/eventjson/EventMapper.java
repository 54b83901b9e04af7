package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * How Jackson reads and writes the log's JSON: strictly, so that every deviation from what was written is an error and
 * not a default.
 */
final class EventMapper {
    private EventMapper() {}

    static JsonMapper create() {
        return JsonMapper.builder()
                .addModule(values())
                .annotationIntrospector(
                        AnnotationIntrospector.pair(new RequiredUnlessNullable(), new JacksonAnnotationIntrospector()))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
    }

    /** As {@link #create}, but of an event's components it writes only some. */
    static JsonMapper writingOnly(BiPredicate<Class<?>, String> components) {
        var module = new SimpleModule("closed-loop-components");
        module.setSerializerModifier(new BeanSerializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public List<BeanPropertyWriter> changeProperties(
                    SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
                return StreamEvent.class.isAssignableFrom(bean.getBeanClass())
                        ? properties.stream()
                                .filter(property -> components.test(bean.getBeanClass(), property.getName()))
                                .toList()
                        : properties;
            }
        });
        return create().rebuild()
                .addModule(module)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
    }

    private static SimpleModule values() {
        var module = new SimpleModule("closed-loop-events");
        new TextValue<>(LeadId.class, LeadId::toString, text -> new LeadId(UUID.fromString(text))).addTo(module);
        new TextValue<>(SuppressionId.class, SuppressionId::toString, text -> new SuppressionId(UUID.fromString(text)))
                .addTo(module);
        new TextValue<>(Rep.class, Rep::code, Rep::new).addTo(module);
        new TextValue<>(Instant.class, Instants::text, Instants::parse).addTo(module);
        new TextValue<>(LocalDate.class, LocalDate::toString, LocalDate::parse).addTo(module);
        module.addSerializer(Money.class, new MoneyJson.Writer());
        module.addDeserializer(Money.class, new MoneyJson.Reader());
        module.addSerializer(Attributes.class, new FlatJson.AttributesWriter());
        module.addDeserializer(Attributes.class, new FlatJson.AttributesReader());
        module.addSerializer(AttributesChange.class, new FlatJson.AttributesChangeWriter());
        module.addDeserializer(AttributesChange.class, new FlatJson.AttributesChangeReader());
        module.addSerializer(ContactChange.class, new FlatJson.ContactChangeWriter());
        module.addDeserializer(ContactChange.class, new FlatJson.ContactChangeReader());
        return module;
    }
}
