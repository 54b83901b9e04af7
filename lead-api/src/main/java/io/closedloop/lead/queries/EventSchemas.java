package io.closedloop.lead.queries;

import io.closedloop.lead.catalogue.Streams;
import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.suppression.SuppressionId;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Describes what the {@code data} of every type of event hold, read off the event's own record, so that a new event
 * describes itself.
 *
 * <p>The type stands beside the data, not in them, and a discriminator can only choose what it is itself a part of. So
 * there is a {@code CloudEvent} for every type, such as {@code LeadWonEvent}, with the type as its only value of
 * {@code type}, and {@code CloudEvent} is one of them; the items of histories likewise.
 */
final class EventSchemas implements GlobalOpenApiCustomizer {
    private static final String TYPE = "type";
    private static final String DATA = "data";

    /** What events hold in the form in which requests and answers have it as well. */
    private static final Map<Class<?>, String> SHARED = Map.of(
            Contact.class, "Contact",
            ExternalRef.class, "ExternalRef",
            Source.class, "Source",
            SourceChange.class, "SourceChange",
            Money.class, "Money");

    private final EventJson json;

    EventSchemas(EventJson json) {
        this.json = json;
    }

    @Override
    public void customise(OpenAPI api) {
        List<String> all = List.copyOf(new TreeSet<>(EventJson.types()));
        all.forEach(type -> add(api, dataOf(type), data(type, api)));
        divide(api, "CloudEvent", "Event", all);
        divide(
                api,
                "HistoryItem",
                "HistoryItem",
                all.stream().filter(this::isOfALead).toList());
    }

    private boolean isOfALead(String type) {
        return LeadEvent.STREAM.equals(Streams.ALL.streamOf(type));
    }

    private Class<?> recordOf(String type) {
        return Objects.requireNonNull(json.recordOf(type), type);
    }

    private static String dataOf(String type) {
        return type + "Data";
    }

    /** Puts in the place of one schema, whose data may be anything, one for each type. */
    private static void divide(OpenAPI api, String name, String suffix, List<String> types) {
        Schema<?> common =
                Objects.requireNonNull(api.getComponents().getSchemas().get(name), name);
        var either = new Schema<>();
        either.setDescription(common.getDescription());
        var discriminator = new Discriminator().propertyName(TYPE);
        for (String type : types) {
            var properties = new LinkedHashMap<String, Schema<?>>();
            common.getProperties().forEach(properties::put);
            Schema<Object> only = typed("string");
            only.setDescription(Objects.requireNonNull(common.getProperties().get(TYPE), TYPE)
                    .getDescription());
            only.setEnum(new ArrayList<>(List.of(type)));
            properties.put(TYPE, only);
            properties.put(DATA, reference(dataOf(type)));
            String variant = type + suffix;
            add(
                    api,
                    variant,
                    object(properties, common.getRequired())
                            .description("%s: %s".formatted(type, common.getDescription())));
            either.addOneOfItem(reference(variant));
            discriminator.mapping(type, reference(variant).get$ref());
        }
        either.setDiscriminator(discriminator);
        api.getComponents().getSchemas().put(name, either);
    }

    private Schema<?> data(String type, OpenAPI api) {
        return fields(recordOf(type), api)
                .description("The fields of %s events. A field without a value is left out.".formatted(type));
    }

    /** Null is left out when events are written, so a component that may be null is one that may be absent. */
    private static Schema<Object> fields(Class<?> type, OpenAPI api) {
        var properties = new LinkedHashMap<String, Schema<?>>();
        var required = new ArrayList<String>();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.put(component.getName(), value(component.getGenericType(), api));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        return object(properties, required);
    }

    private static Schema<?> value(Type type, OpenAPI api) {
        return switch (type) {
            case ParameterizedType list
            when list.getRawType() == List.class ->
                new ArraySchema().items(value(list.getActualTypeArguments()[0], api));
            case ParameterizedType map
            when map.getRawType() == Map.class && map.getActualTypeArguments()[0] == String.class ->
                typed("object").additionalProperties(value(map.getActualTypeArguments()[1], api));
            case Class<?> plain -> value(plain, api);
            default -> throw undescribed(type);
        };
    }

    private static Schema<?> value(Class<?> type, OpenAPI api) {
        if (SHARED.containsKey(type)) {
            return reference(SHARED.get(type));
        }
        if (type == LeadId.class || type == SuppressionId.class) {
            return typed("string").format("uuid");
        }
        if (type == Instant.class) {
            return typed("string").format("date-time");
        }
        if (type == LocalDate.class) {
            return typed("string").format("date");
        }
        if (type == String.class) {
            return typed("string");
        }
        if (type == Rep.class) {
            return typed("string").maxLength(Rep.MAX_LENGTH);
        }
        if (type == int.class || type == Integer.class) {
            return typed("integer").format("int32");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == Attributes.class) {
            return typed("object")
                    .additionalProperties(new Schema<>().description("A text, a number or a truth."))
                    .description("Texts, numbers and booleans under free names.");
        }
        if (type == AttributesChange.class) {
            return typed("object")
                    .additionalProperties(new Schema<>().description("A text, a number or a truth."))
                    .description("What was given, under free names; null for what was removed.");
        }
        if (type == ContactChange.class) {
            var fields = new LinkedHashMap<String, Schema<?>>();
            Arrays.stream(ContactChange.Field.values())
                    .forEach(field -> fields.put(field.name(), typed("string", "null")));
            return object(fields, null).description("What was given; null for what was removed.");
        }
        if (type.isEnum()) {
            Schema<Object> constant = typed("string");
            constant.setEnum(Arrays.stream(type.getEnumConstants())
                    .map(it -> (Object) ((Enum<?>) it).name())
                    .toList());
            return constant;
        }
        if (type.isRecord()) {
            String name = "Event" + type.getSimpleName();
            add(api, name, fields(type, api).description("%s as events keep it.".formatted(type.getSimpleName())));
            return reference(name);
        }
        throw undescribed(type);
    }

    private static IllegalStateException undescribed(Type type) {
        return new IllegalStateException(
                "events hold %s, and nothing says how the API describes it; say so here".formatted(type));
    }

    private static void add(OpenAPI api, String name, Schema<?> schema) {
        Schema<?> other = api.getComponents().getSchemas().put(name, schema);
        if (other != null && !other.equals(schema)) {
            throw new IllegalStateException("two schemas have the name " + name);
        }
    }

    private static Schema<Object> object(Map<String, Schema<?>> properties, @Nullable List<String> required) {
        Schema<Object> object = typed("object");
        properties.forEach(object::addProperty);
        object.setRequired(required);
        return object;
    }

    private static Schema<Object> typed(String... types) {
        var schema = new Schema<>();
        schema.setTypes(new LinkedHashSet<>(List.of(types)));
        return schema;
    }

    private static Schema<?> reference(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }
}
