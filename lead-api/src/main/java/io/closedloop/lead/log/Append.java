package io.closedloop.lead.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one command asks the log to store: changes of one or more streams, all of them or nothing, and the answer to be
 * kept. It may hold no change at all: a refusal decided elsewhere whose answer is to be kept.
 *
 * <p>It is judged under the log head's lock in the order of {@link Check}. Those of one transaction see what those
 * before them did.
 *
 * @param idempotency the key under which the answer is kept; null: it is not kept
 * @param changes each of a stream of its own; the first is of the stream that the answer is about
 * @param dryRun whether everything is only judged; nothing is stored, no key used up
 */
public record Append(@Nullable Idempotency idempotency, List<Change> changes, boolean dryRun, Answers answers) {
    /** @throws IllegalArgumentException when two changes are of the same stream */
    public Append {
        changes = List.copyOf(changes);
        if (changes.size() > 1
                && changes.stream().map(Change::streamId).distinct().count() < changes.size()) {
            throw new IllegalArgumentException("what is appended has one change for each stream");
        }
    }

    /** The change of the stream that the answer is about; null when there is none. */
    @Nullable
    Change first() {
        return changes.isEmpty() ? null : changes.getFirst();
    }

    /** All events, in the order in which they are stored. */
    public List<NewEvent> events() {
        return changes.size() == 1
                ? changes.getFirst().events()
                : changes.stream().flatMap(it -> it.events().stream()).toList();
    }
}
