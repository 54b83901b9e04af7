package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes copies of the events of one type, whose personal components are replaced by {@link ClosedFields}. */
final class Closing {
    private final Constructor<?> constructor;
    private final List<Component> components;
    private final boolean closesAnything;

    /**
     * @param personal whether it is replaced
     * @param instead by what; null where nothing is to stand there
     */
    private record Component(
            Method accessor, boolean personal, @Nullable Object instead) {}

    private Closing(Constructor<?> constructor, List<Component> components) {
        this.constructor = constructor;
        this.components = components;
        this.closesAnything = components.stream().anyMatch(Component::personal);
    }

    /** @param mapper reads what stands for a component that is closed */
    static Closing of(Class<?> eventType, ObjectMapper mapper) {
        Map<String, JsonNode> closed = ClosedFields.of(eventType);
        RecordComponent[] declared = eventType.getRecordComponents();
        try {
            return new Closing(
                    eventType.getDeclaredConstructor(Arrays.stream(declared)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new)),
                    Arrays.stream(declared)
                            .map(it -> new Component(
                                    it.getAccessor(),
                                    Revisions.of(eventType).personal().contains(it.getName()),
                                    closed.containsKey(it.getName())
                                            ? mapper.convertValue(closed.get(it.getName()), it.getType())
                                            : null))
                            .toList());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has the constructor of its components", e);
        }
    }

    Object close(Object event) {
        if (!closesAnything) {
            return event;
        }
        @Nullable Object[] values = new @Nullable Object[components.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                Component it = components.get(i);
                values[i] = it.personal() ? it.instead() : it.accessor().invoke(event);
            }
            return constructor.newInstance(values);
        } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(
                    "%s cannot be copied".formatted(event.getClass().getName()), e);
        }
    }
}
