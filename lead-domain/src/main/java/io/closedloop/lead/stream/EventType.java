package io.closedloop.lead.stream;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A type of event, read off its record once.
 *
 * @param name the logical name, which the log stores: the simple name of the record
 * @param record what its events are
 * @param revision the revision in which it is written now, from 1
 * @param personalSince its personal components, and the revision from which on each has been sealed
 * @param aboutALead whether its events name a lead that they are about
 */
public record EventType(
        String name, Class<?> record, int revision, Map<String, Integer> personalSince, boolean aboutALead) {
    /** The component that names the lead. */
    public static final String LEAD_ID = "leadId";

    private static final ClassValue<EventType> BY_RECORD = new ClassValue<>() {
        @Override
        protected EventType computeValue(Class<?> type) {
            return read(type);
        }
    };

    /** @throws IllegalArgumentException when it is no record, or seals a component in a revision that there is not */
    public EventType {
        personalSince = Map.copyOf(personalSince);
        for (Map.Entry<String, Integer> component : personalSince.entrySet()) {
            if (component.getValue() < 1 || component.getValue() > revision) {
                throw new IllegalArgumentException("%s of %s is personal since revision %d, but there are %d"
                        .formatted(component.getKey(), name, component.getValue(), revision));
            }
        }
    }

    /** The type that a record is. */
    public static EventType of(Class<?> record) {
        return BY_RECORD.get(record);
    }

    private static EventType read(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(
                    "a type of event is a record, but %s is not".formatted(record.getName()));
        }
        Revision revision = record.getAnnotation(Revision.class);
        return new EventType(
                record.getSimpleName(),
                record,
                revision == null ? 1 : revision.value(),
                personalSince(components),
                Arrays.stream(components).anyMatch(it -> it.getName().equals(LEAD_ID)));
    }

    private static Map<String, Integer> personalSince(RecordComponent[] components) {
        var since = new HashMap<String, Integer>();
        for (RecordComponent component : components) {
            Personal personal = component.getAnnotation(Personal.class);
            if (personal != null) {
                since.put(component.getName(), personal.since());
            }
        }
        return since;
    }
}
