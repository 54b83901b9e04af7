package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.DeadLetterCount;
import io.closedloop.lead.log.AppendedBatch;
import io.closedloop.lead.log.AppenderTotals;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state that an instance reports of itself.
 *
 * @param position the last event that its read models know
 * @param recordedAt when that was recorded; null where they know none
 * @param eventsPerSecond how many events they have taken in lately
 * @param inTrouble whether they cannot be brought up to date at the moment
 * @param bytes how large their files are
 * @param rebuild the rebuild under way; null where there is none
 * @param waitingCommands how many commands wait for the appender
 */
public record InstanceReport(
        long position,
        @Nullable Instant recordedAt,
        long eventsPerSecond,
        boolean inTrouble,
        long bytes,
        DeadLetterCount deadLetters,
        @Nullable Rebuild rebuild,
        int waitingCommands,
        Appended appended) {

    /**
     * A file that is being filled beside the one that serves.
     *
     * @param order by which it was begun
     * @param position the last event that it knows
     * @param eventsPerSecond how many events it has taken in lately
     */
    public record Rebuild(UUID order, long position, long eventsPerSecond) {}

    /**
     * What the appender has done since the instance started; the times are nanoseconds, as in
     * {@link AppenderTotals.Snapshot}.
     */
    public record Appended(
            Map<AppendedBatch.Result, Long> transactions,
            long entries,
            long events,
            long waitedNanos,
            long longestWaitNanos,
            long transactionNanos,
            long syncNanos) {
        public Appended {
            transactions = Map.copyOf(transactions);
        }

        static Appended of(AppenderTotals.Snapshot totals) {
            return new Appended(
                    totals.transactions(),
                    totals.entries(),
                    totals.events(),
                    totals.waitedNanos(),
                    totals.longestWaitNanos(),
                    totals.transactionNanos(),
                    totals.syncNanos());
        }
    }
}
