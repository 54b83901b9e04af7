package io.closedloop.lead.jobs;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All kinds of jobs that this instance knows. Another version may have others: their jobs are left to it. */
final class JobKinds {
    private static final int LONGEST_NAME = 50;

    private static final Set<String> OF_EVERY_JOB = Stream.of(JobView.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, JobKind<?, ?>> byName;

    JobKinds(Collection<JobKind<?, ?>> kinds) {
        this.byName = kinds.stream().collect(Collectors.toUnmodifiableMap(JobKind::name, Function.identity()));
        byName.values().forEach(JobKinds::check);
    }

    private static void check(JobKind<?, ?> kind) {
        String name = kind.name();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a kind of job has a name of 1 to %d characters, not '%s'".formatted(LONGEST_NAME, name));
        }
        for (RecordComponent field : kind.result().getRecordComponents()) {
            if (OF_EVERY_JOB.contains(field.getName())) {
                throw new IllegalArgumentException(
                        "every job has a field '%s'; the result of the kind %s has to call its own another name"
                                .formatted(field.getName(), name));
            }
        }
    }

    Collection<JobKind<?, ?>> all() {
        return byName.values();
    }

    Set<String> names() {
        return byName.keySet();
    }

    Optional<JobKind<?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Everybody who may ask for anything. */
    List<Role> roles() {
        return byName.values().stream()
                .flatMap(kind -> kind.roles().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The names of the kinds that somebody may ask for. */
    Set<String> visibleTo(Actor actor) {
        return byName.values().stream()
                .filter(kind -> actor.permittedBy(kind.roles()).isPresent())
                .map(JobKind::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
