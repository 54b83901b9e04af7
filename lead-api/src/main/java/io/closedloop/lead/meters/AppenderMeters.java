package io.closedloop.lead.meters;

import io.closedloop.lead.log.AppendedBatch;
import io.closedloop.lead.log.AppendedBatch.Result;
import io.closedloop.lead.log.AppenderObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Measures each transaction of the appender. */
@Component
final class AppenderMeters implements AppenderObserver {
    private final Map<Result, Counter> transactions = new EnumMap<>(Result.class);
    private final DistributionSummary entries;
    private final Timer waited;
    private final Timer transaction;
    private final Timer sync;
    private final Counter retries;
    private final Counter events;
    private final Counter blocked;

    AppenderMeters(MeterRegistry registry) {
        for (Result result : Result.values()) {
            transactions.put(
                    result,
                    Counter.builder("closedloop.appender.transactions")
                            .description("transactions that the appender has tried, by how they ended")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        entries = DistributionSummary.builder("closedloop.appender.batch.entries")
                .description("commands that shared a transaction")
                .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500)
                .register(registry);
        waited = Latency.timer(
                registry, "closedloop.appender.wait", "how long the first command of a transaction had waited for it");
        transaction = Latency.timer(
                registry,
                "closedloop.appender.transaction",
                "from asking for a connection to the end of the commit, without the sync");
        sync = Latency.timer(
                registry, "closedloop.appender.sync", "waiting for the embedded database's file to be on disk");
        retries = Counter.builder("closedloop.appender.retries")
                .description("transactions that tried commands again")
                .register(registry);
        events = Counter.builder("closedloop.log.events")
                .description("events that this instance has stored")
                .register(registry);
        blocked = Counter.builder("closedloop.redeliveries.blocked")
                .description("attempts to deliver a suppressed identity that this instance has turned away")
                .register(registry);
    }

    @Override
    public void tried(AppendedBatch batch) {
        Counter ended = transactions.get(batch.result());
        if (ended != null) {
            ended.increment();
        }
        entries.record(batch.entries());
        waited.record(batch.waitedNanos(), TimeUnit.NANOSECONDS);
        transaction.record(batch.transactionNanos(), TimeUnit.NANOSECONDS);
        if (batch.again()) {
            retries.increment();
        }
        if (batch.result() == Result.STORED) {
            sync.record(batch.syncNanos(), TimeUnit.NANOSECONDS);
            events.increment(batch.events());
            blocked.increment(batch.blocked());
        }
    }
}
