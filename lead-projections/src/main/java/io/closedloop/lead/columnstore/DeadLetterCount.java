package io.closedloop.lead.columnstore;

/**
 * How many dead letters the read models have, by their state.
 *
 * @param parked those that could not be written: as many as there are leads and suppressions that stand still
 * @param waiting those behind them
 * @param discarded those that were given up
 */
public record DeadLetterCount(long parked, long waiting, long discarded) {
    public static final DeadLetterCount NONE = new DeadLetterCount(0, 0, 0);

    /** All events that the read models lack. */
    public long all() {
        return parked + waiting + discarded;
    }
}
