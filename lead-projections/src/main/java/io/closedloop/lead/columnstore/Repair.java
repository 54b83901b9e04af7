package io.closedloop.lead.columnstore;

/** The outcome of a retry or a discard of a dead letter. */
public sealed interface Repair {
    /** No event of the stream is parked any more. */
    record Done(int takenIn) implements Repair {}

    /**
     * The stream stands still, at this event or a later one.
     *
     * @param takenIn how many of the stream's events were written before
     * @param parked the event that cannot be written
     * @param cause why not, without the event's content
     */
    record StillParked(int takenIn, String parked, String cause) implements Repair {}

    /** There was nothing to do: no event with this id is parked here. */
    record NotParked() implements Repair {}

    /** Nothing was done: the event was discarded, and the later ones have been written. Only a rebuild tries it. */
    record Discarded() implements Repair {}
}
