package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the personal components of an event that stay closed: an empty text or object where null is not
 * allowed.
 */
final class ClosedFields {
    private static final ClassValue<Map<String, JsonNode>> BY_TYPE = new ClassValue<>() {
        @Override
        protected Map<String, JsonNode> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> Revisions.of(type).personal().contains(component.getName()))
                    .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .collect(Collectors.toUnmodifiableMap(
                            component -> component.getName(), component -> emptyOf(component.getType())));
        }
    };

    private ClosedFields() {}

    static Map<String, JsonNode> of(Class<?> eventType) {
        return BY_TYPE.get(eventType);
    }

    private static JsonNode emptyOf(Class<?> type) {
        return type == String.class ? JsonNodeFactory.instance.textNode("") : JsonNodeFactory.instance.objectNode();
    }
}
