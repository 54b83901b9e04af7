package io.closedloop.lead.columnstore;

/**
 * The events that an operator has given up: such an event is left out where it cannot be written, and its lead goes on.
 */
@FunctionalInterface
public interface Discards {
    /** Nothing is given up. */
    Discards NONE = _ -> false;

    /**
     * Asked only about an event that could not be written.
     *
     * @throws RuntimeException when that cannot be told now; the event is then tried again
     */
    boolean contains(String eventId);
}
