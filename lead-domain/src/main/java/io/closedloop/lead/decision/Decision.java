package io.closedloop.lead.decision;

import io.closedloop.lead.access.Role;
import java.util.List;

/**
 * The outcome of a command: events, a repeat, or a refusal. A decision is a value; only faults are exceptions.
 *
 * @param <E> the events of what was decided about
 */
public sealed interface Decision<E> {
    /** @param permittedBy the role that permitted it */
    record Accepted<E>(List<E> events, Role permittedBy) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** Nothing new: the same was decided before and still holds. */
    record Repeat<E>() implements Decision<E> {}

    /** Nothing changes. */
    record Refused<E>(Refusal refusal) implements Decision<E> {}
}
