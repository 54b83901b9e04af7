package io.closedloop.lead.log;

import io.closedloop.lead.log.WaitingLine.Submission;
import io.closedloop.lead.log.WaitingLine.ToStore;
import java.util.List;

/** Takes the time of one transaction of the appender. */
final class Measured {
    private final boolean again;
    private final long begun = System.nanoTime();
    private final int entries;
    private final long waited;
    private int events;
    private int blocked;
    private long committed;
    private long durable;

    Measured(List<Submission> batch, boolean again) {
        this.again = again;
        int count = 0;
        long longest = 0;
        for (Submission submission : batch) {
            if (submission instanceof ToStore it) {
                count++;
                longest = Math.max(longest, begun - it.sinceNanos());
            }
        }
        entries = count;
        waited = longest;
    }

    void judged(Ledger ledger) {
        events = ledger.newEvents().size();
        blocked = ledger.blockedRedeliveries();
    }

    void committed() {
        committed = System.nanoTime();
    }

    void durable() {
        durable = System.nanoTime();
    }

    AppendedBatch ended(AppendedBatch.Result result) {
        long end = committed == 0 ? System.nanoTime() : committed;
        return new AppendedBatch(
                result, entries, events, blocked, again, waited, end - begun, durable == 0 ? 0 : durable - committed);
    }
}
