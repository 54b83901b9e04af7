package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.DeadLetter;
import io.closedloop.lead.columnstore.DeadLetter.State;
import io.closedloop.lead.columnstore.LiveReadModels;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The dead letters of this instance, from its own read models. */
final class OwnLetters {
    private OwnLetters() {}

    static List<InstanceLetter> of(UUID instance, LiveReadModels models) {
        if (models.deadLetterCount().all() == 0) {
            return List.of();
        }
        List<DeadLetter> letters = models.deadLetters();
        Map<UUID, Long> waiting = letters.stream()
                .filter(letter -> letter.state() == State.WAITING)
                .collect(Collectors.groupingBy(DeadLetter::stream, Collectors.counting()));
        return letters.stream()
                .filter(letter -> letter.state() != State.WAITING)
                .map(letter -> new InstanceLetter(
                        instance,
                        letter,
                        letter.state() == State.PARKED ? waiting.getOrDefault(letter.stream(), 0L) : 0L))
                .toList();
    }
}
