package io.closedloop.lead.eventjson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadSnapshot;
import io.closedloop.lead.lifecycle.Stage;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Snapshots of leads as JSON, in clear: whoever keeps one seals it.
 *
 * <p>What was written under another {@link #form} is not read: a snapshot is soon made anew, so it has no revisions of
 * its own.
 */
public final class SnapshotJson {
    private final ObjectMapper mapper = mapper();
    private final String form = "%d %s"
            .formatted(
                    LeadSnapshot.FOLD,
                    events().map(type -> Revisions.of(type).name()).collect(Collectors.joining(".")));

    /** How the service folds and writes now: the version of the fold, and the revision of every type of event. */
    public String form() {
        return form;
    }

    public String write(LeadSnapshot snapshot) {
        try {
            return mapper.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot that is in memory cannot be written", e);
        }
    }

    /** @throws IllegalArgumentException when it is not what {@link #write} gives */
    public LeadSnapshot read(String json) {
        try {
            return mapper.readValue(json, LeadSnapshot.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no snapshot of a lead: " + JsonTrouble.of(e));
        }
    }

    /** Which of the stages, and which of the events it is: no component of theirs is called so. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}

    private static Stream<Class<?>> events() {
        return Arrays.stream(LeadEvent.class.getPermittedSubclasses());
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = EventMapper.create();
        mapper.addMixIn(Stage.class, Named.class);
        mapper.addMixIn(LeadEvent.class, Named.class);
        Stream.concat(events(), Arrays.stream(Stage.class.getPermittedSubclasses()))
                .forEach(type -> mapper.registerSubtypes(new NamedType(type, type.getSimpleName())));
        return mapper;
    }
}
