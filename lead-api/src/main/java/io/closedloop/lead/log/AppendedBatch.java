package io.closedloop.lead.log;

/**
 * One try of the appender to store what waited, in one transaction.
 *
 * @param entries commands that shared it
 * @param events what it stored, or was about to store
 * @param blocked those of the events that are blocked redeliveries
 * @param again whether the same appends had been tried before: a commit was lost and never was, or the database refused
 *     one of many
 * @param waitedNanos how long the first of the entries had waited for it; 0 when there were none
 * @param transactionNanos from asking for a connection to the end of the commit or rollback
 * @param syncNanos making it durable after the commit; on PostgreSQL that is in the commit
 */
public record AppendedBatch(
        Result result,
        int entries,
        int events,
        int blocked,
        boolean again,
        long waitedNanos,
        long transactionNanos,
        long syncNanos) {

    /** How it ended. */
    public enum Result {
        /** Durable. */
        STORED,
        /** There was nothing to write: repeats without a key, dry runs, decisions that were overtaken. */
        UNCHANGED,
        /** The database refused a value of it; where there are several entries, each is tried alone now. */
        REFUSED,
        /** Not stored, because the database did not work. */
        FAILED,
        /** The commit's answer was lost and the transaction proven absent: its entries are tried again. */
        LOST,
        /** The commit's answer was lost, and nobody could say what became of it. */
        UNKNOWN
    }
}
