package io.closedloop.lead.log;

import io.closedloop.lead.stream.Effect;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction knows of, and does to, a table beside the log, or some that belong together. A book takes the
 * {@link Effect}s that are about its table; the appender knows none of them by name. Its reads go into the
 * transaction's one round trip of reading and its writes into the one of writing, one statement for each kind of
 * change, however many appends there are.
 *
 * <p>A book is of one transaction. Its methods are called in the order in which they stand here, on one thread.
 */
interface Book {
    /** Notes what has to be known to judge an append and to carry it out. */
    void ask(Append append);

    /** Adds the reading of everything that was asked for, under the log head's lock. */
    void read(Script script);

    /**
     * Learns how the transaction judges and records, once everything has been read.
     *
     * @param streams gets the ends of streams that the table tells
     */
    default void begin(Moment moment, StreamEnds streams) {}

    /**
     * Whether something stands against an append. It sees what was entered before.
     *
     * @return null: nothing, as far as this check goes
     */
    default @Nullable Objection object(Check check, Append append) {
        return null;
    }

    /**
     * Enters what an accepted change does.
     *
     * @param positions where the change's events stand
     */
    default void enter(Change change, Positions positions) {}

    /** Learns of an event that is stored, whether an accepted change or a refusal brought it. */
    default void stored(NewEvent event) {}

    /** Learns the answer to an append that was accepted or refused. */
    default void answered(Append append, Answer answer) {}

    /** Whether anything has to be written that no event has to be stored for. */
    boolean writes();

    /** Adds the writing of everything that was entered. */
    void write(Script script, long batch);

    /**
     * When a transaction takes place.
     *
     * @param recordedAt the time that it records by
     * @param judgedAt the time by which it is judged what has ended by itself
     */
    record Moment(Instant recordedAt, Instant judgedAt) {}
}
