package io.closedloop.lead.columnstore;

/** What came of an attempt to take a parked event in, or to leave it out. */
public sealed interface Repair {
    /** Nothing of its stream is parked any more. */
    record Done(int takenIn) implements Repair {}

    /**
     * Its stream stands still, at this event or a later one.
     *
     * @param takenIn how many of the stream's events were taken in before
     * @param parked the event that cannot be written
     * @param cause why not, without the event's content
     */
    record StillParked(int takenIn, String parked, String cause) implements Repair {}

    /** Nothing was to be done: no event of this id is parked here. */
    record NotParked() implements Repair {}

    /** Nothing was done: the event was discarded, and what came after it has been taken in. Only a rebuild tries it. */
    record Discarded() implements Repair {}
}
