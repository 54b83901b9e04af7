package io.closedloop.lead.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.ReasonClass;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes our records as they are: a component that may be null has {@code null} among its types, any other is
 * required. It goes by the same {@code @Nullable} that the compiler holds us to, so the description cannot say
 * otherwise.
 */
final class RecordSchemas implements ModelConverter {
    private static final String NULL = "null";
    /** Values that there are now; there may be more, so generated clients take any. */
    private static final String KNOWN_VALUES = "x-extensible-enum";

    private final Playbook playbook;

    RecordSchemas(Playbook playbook) {
        this.playbook = playbook;
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
        DescribedAs shared = raw.getAnnotation(DescribedAs.class);
        if (shared != null) {
            return new Schema<>().$ref("#/components/schemas/" + shared.value());
        }
        Schema<?> resolved = chain.next().resolve(type, context, chain);
        if (resolved != null && raw.isRecord() && raw.getName().startsWith("io.closedloop.")) {
            Schema<?> model = resolved.get$ref() == null
                    ? resolved
                    : context.getDefinedModels().get(nameIn(resolved));
            if (model != null && model.getProperties() != null) {
                describe(model, raw);
            }
        }
        return resolved;
    }

    private static String nameIn(Schema<?> reference) {
        return reference.get$ref().substring(reference.get$ref().lastIndexOf('/') + 1);
    }

    private void describe(Schema<?> model, Class<?> type) {
        Set<String> required = new LinkedHashSet<>(model.getRequired() == null ? List.of() : model.getRequired());
        for (RecordComponent component : type.getRecordComponents()) {
            String name = nameOf(component);
            Schema<?> property = model.getProperties().get(name);
            if (property == null) {
                continue;
            }
            KnownReasons reasons = component.getAnnotation(KnownReasons.class);
            if (reasons != null) {
                nameReasons(property, reasons.value());
            }
            if (property.getAdditionalProperties() instanceof Schema<?> values && saysNothing(values)) {
                // Generators for Java make a map of it only where it says something.
                property.setAdditionalProperties(new Schema<>().description("A text, a number or a truth."));
            }
            if (required.contains(name)) {
                continue;
            }
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                model.getProperties().put(name, orNull(property));
            } else {
                required.add(name);
            }
        }
        model.setRequired(List.copyOf(required));
    }

    private static boolean saysNothing(Schema<?> schema) {
        return schema.getTypes() == null
                && schema.getType() == null
                && schema.get$ref() == null
                && schema.getAnyOf() == null
                && schema.getEnum() == null;
    }

    private void nameReasons(Schema<?> property, ReasonClass... classes) {
        List<String> codes = Arrays.stream(classes)
                .flatMap(each -> playbook.codes(each).stream())
                .distinct()
                .toList();
        property.addExtension(KNOWN_VALUES, codes);
        property.setDescription("%s One of %s."
                .formatted(Objects.requireNonNullElse(property.getDescription(), ""), String.join(", ", codes))
                .strip());
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    private static Schema<?> orNull(Schema<?> property) {
        if (property.get$ref() != null) {
            Schema<?> reference = new Schema<>().$ref(property.get$ref());
            Schema<?> nothing = new Schema<>();
            nothing.setTypes(Set.of(NULL));
            Schema<?> either = new Schema<>();
            either.setAnyOf(new ArrayList<>(List.of(reference, nothing)));
            either.setDescription(property.getDescription());
            return either;
        }
        if (property.getTypes() != null) {
            Set<String> types = new LinkedHashSet<>(property.getTypes());
            types.add(NULL);
            property.setTypes(types);
        }
        if (property.getEnum() != null && !property.getEnum().contains(null)) {
            @SuppressWarnings("unchecked")
            var withNull = (Schema<Object>) property;
            var values = new ArrayList<@Nullable Object>(property.getEnum());
            values.add(null);
            withNull.setEnum(values);
        }
        return property;
    }
}
