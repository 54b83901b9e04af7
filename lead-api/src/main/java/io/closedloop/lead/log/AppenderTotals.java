package io.closedloop.lead.log;

import io.closedloop.lead.log.AppendedBatch.Result;
import java.util.EnumMap;
import java.util.Map;

/** What the appender of this instance has done since its start, added up. */
public final class AppenderTotals implements AppenderObserver {
    private Snapshot totals = new Snapshot(Map.of(), 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * The sums at one moment.
     *
     * @param transactions how many were tried, by how they ended; a result that did not occur is missing
     * @param retries transactions that tried entries again
     * @param entries commands that were in durable transactions, or in ones that had nothing to write
     * @param events durable events
     * @param blocked those of the events that are blocked redeliveries
     * @param waitedNanos the longest wait in each transaction, added up over all of them
     * @param longestWaitNanos the longest wait of all
     * @param transactionNanos time in transactions, without the syncs
     * @param syncNanos time in syncs; on PostgreSQL none
     */
    public record Snapshot(
            Map<Result, Long> transactions,
            long retries,
            long entries,
            long events,
            long blocked,
            long waitedNanos,
            long longestWaitNanos,
            long transactionNanos,
            long syncNanos) {
        public Snapshot {
            transactions = Map.copyOf(transactions);
        }

        /** How many transactions were tried, however they ended. */
        public long tried() {
            return transactions.values().stream().mapToLong(Long::longValue).sum();
        }

        private Snapshot plus(AppendedBatch batch) {
            var counted = new EnumMap<Result, Long>(Result.class);
            counted.putAll(transactions);
            counted.merge(batch.result(), 1L, Long::sum);
            boolean stored = batch.result() == Result.STORED;
            boolean answered = stored || batch.result() == Result.UNCHANGED;
            return new Snapshot(
                    counted,
                    retries + (batch.again() ? 1 : 0),
                    entries + (answered ? batch.entries() : 0),
                    events + (stored ? batch.events() : 0),
                    blocked + (stored ? batch.blocked() : 0),
                    waitedNanos + batch.waitedNanos(),
                    Math.max(longestWaitNanos, batch.waitedNanos()),
                    transactionNanos + batch.transactionNanos(),
                    syncNanos + batch.syncNanos());
        }
    }

    @Override
    public synchronized void tried(AppendedBatch batch) {
        totals = totals.plus(batch);
    }

    /** All sums, of the same transactions. */
    public synchronized Snapshot snapshot() {
        return totals;
    }
}
