package io.closedloop.lead.admin;

import io.closedloop.lead.instances.InstanceReport;
import io.closedloop.lead.instances.SeenInstance;
import io.closedloop.lead.log.AppendedBatch.Result;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/** Where the log ends, and how each instance's appender gets on with it. */
@Schema(name = "Log", description = "The log's head, and how every instance writes it.")
record LogView(HeadView head, List<Appender> appenders) {
    LogView {
        appenders = List.copyOf(appenders);
    }

    /** The appender of one instance, since it started. */
    @Schema(name = "Appender", description = "How an instance writes the log, since it started.")
    record Appender(
            @Schema(description = "The instance's id.") UUID id,
            @Schema(description = "Its name.") String name,
            @Schema(description = "Whether it is running.") boolean present,

            @Schema(description = "How many commands wait for a transaction to take them.")
            int waitingCommands,

            @Schema(description = "Transactions that are durable.")
            long stored,

            @Schema(description = "Transactions that had nothing to write: repeats, dry runs, overtaken decisions.")
            long unchanged,

            @Schema(description = "Transactions that failed, were refused, or whose commit was lost.")
            long failed,

            @Schema(description = "Commands that were in a transaction that was stored or had nothing to write.")
            long commands,

            @Schema(description = "Events stored.") long events,

            @Schema(description = "Commands that shared a transaction, on average.")
            double commandsPerTransaction,

            @Schema(description = "How long the first command of a transaction had waited for it, on average.")
            double waitMillis,

            @Schema(description = "The longest such wait.") double longestWaitMillis,

            @Schema(description = "How long a transaction took, its sync left aside, on average.")
            double transactionMillis,

            @Schema(
                    description =
                            "How long the sync of the file took, on average; 0 on PostgreSQL, where it is in the commit.")
            double syncMillis) {
        static Appender of(SeenInstance seen) {
            InstanceReport.Appended sums = seen.report().appended();
            long tried = sums.transactions().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long stored = sums.transactions().getOrDefault(Result.STORED, 0L);
            long unchanged = sums.transactions().getOrDefault(Result.UNCHANGED, 0L);
            return new Appender(
                    seen.instance().id(),
                    seen.instance().name(),
                    seen.present(),
                    seen.report().waitingCommands(),
                    stored,
                    unchanged,
                    tried - stored - unchanged,
                    sums.entries(),
                    sums.events(),
                    average((double) sums.entries(), stored + unchanged),
                    average(millis(sums.waitedNanos()), tried),
                    rounded(millis(sums.longestWaitNanos())),
                    average(millis(sums.transactionNanos()), tried),
                    average(millis(sums.syncNanos()), stored));
        }

        private static double millis(long nanos) {
            return nanos / 1e6;
        }

        private static double average(double sum, long count) {
            return count == 0 ? 0 : rounded(sum / count);
        }

        private static double rounded(double value) {
            return Math.round(value * 1000) / 1000.0;
        }
    }
}
