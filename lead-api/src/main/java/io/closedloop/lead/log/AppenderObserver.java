package io.closedloop.lead.log;

/**
 * Hears of every transaction with commands in it that the appender has tried. Called on the appender's own thread,
 * before the entries are answered, so it must be quick; what it throws is dropped.
 */
@FunctionalInterface
public interface AppenderObserver {
    /** One try has come to its end, and it is known how. */
    void tried(AppendedBatch batch);
}
