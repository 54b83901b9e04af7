package io.closedloop.lead.decision;

import io.closedloop.lead.access.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of a command: events, a repeat, or a refusal. A decision is a value; only faults are exceptions.
 *
 * @param <E> the events of what was decided about
 */
public sealed interface Decision<E> {
    /**
     * An event is the command's, by its role and its actor, or it follows by itself from an earlier one of the same
     * decision: then it is the service's, {@link Role#SERVICE}, for the command's actor, and the earlier one caused it.
     * What a command always makes is the command's.
     *
     * @param events in the order in which they are stored
     * @param permittedBy the role that permitted it
     * @param following those of the events that follow by themselves, in their order; usually none
     */
    record Accepted<E>(List<E> events, Role permittedBy, List<Following> following) implements Decision<E> {
        /** @throws IllegalArgumentException when an event that follows is not there, or named twice */
        public Accepted {
            events = List.copyOf(events);
            following = List.copyOf(following);
            int before = 0;
            for (Following one : following) {
                if (one.event() <= before || one.event() >= events.size()) {
                    throw new IllegalArgumentException("of %d events these are said to follow from others: %s"
                            .formatted(events.size(), following));
                }
                before = one.event();
            }
        }

        /** All events are the command's. */
        public Accepted(List<E> events, Role permittedBy) {
            this(events, permittedBy, List.of());
        }

        /** With one more event, which follows by itself from the last one that there is. */
        public Accepted<E> followedBy(E event) {
            return followedBy(event, events.size() - 1);
        }

        /**
         * With one more event, which follows by itself from one that there is.
         *
         * @param cause that one's place among the events, from 0
         */
        public Accepted<E> followedBy(E event, int cause) {
            var more = new ArrayList<E>(events);
            more.add(event);
            var follow = new ArrayList<Following>(following);
            follow.add(new Following(events.size(), cause));
            return new Accepted<>(more, permittedBy, follow);
        }

        /** The place of the event that caused this one; negative where the command did. */
        public int causeOf(int event) {
            if (following.isEmpty()) {
                return -1;
            }
            for (Following one : following) {
                if (one.event() == event) {
                    return one.cause();
                }
            }
            return -1;
        }
    }

    /**
     * That an event follows by itself from an earlier one.
     *
     * @param event its place among the decision's events, from 0
     * @param cause the place of the one that caused it
     */
    record Following(int event, int cause) {
        /** @throws IllegalArgumentException when the cause is not an earlier event */
        public Following {
            if (cause < 0 || cause >= event) {
                throw new IllegalArgumentException(
                        "an event follows from an earlier one, but %d was said to follow from %d"
                                .formatted(event, cause));
            }
        }
    }

    /** Nothing new: the same was decided before and still holds. */
    record Repeat<E>() implements Decision<E> {}

    /** Nothing changes. */
    record Refused<E>(Refusal refusal) implements Decision<E> {}
}
