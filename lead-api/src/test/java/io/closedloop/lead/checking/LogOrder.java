package io.closedloop.lead.checking;

import io.closedloop.lead.log.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/** Positions, versions, transactions and times run on without a hole and never back. */
public final class LogOrder {
    private LogOrder() {}

    public static List<Violation> violations(StoredLog log) {
        var found = new ArrayList<Violation>();
        var ids = new HashSet<String>();
        var versions = new HashMap<String, Long>();
        StoredEvent last = null;
        for (StoredEvent event : log.events()) {
            long expected = last == null ? 1 : last.position() + 1;
            if (event.position() != expected) {
                found.add(Violation.of(
                        Rule.POSITIONS_WITHOUT_HOLES, "position %d is missing: %s", expected, between(last, event)));
            }
            if (!ids.add(event.eventId())) {
                found.add(Violation.of(Rule.EVENT_IDS_ONCE, "%s has an id that another event has", event));
            }
            long sequence = versions.merge(event.streamId(), 1L, Long::sum) - 1;
            if (event.sequence() != sequence) {
                found.add(Violation.of(
                        Rule.VERSIONS_WITHOUT_HOLES,
                        "the event of its stream with sequence %d is %s",
                        sequence,
                        event));
            }
            if (last != null) {
                inOrder(last, event, found);
            }
            last = event;
        }
        long end = last == null ? 0 : last.position();
        if (log.head().position() != end) {
            found.add(Violation.of(
                    Rule.POSITIONS_WITHOUT_HOLES, "the last event is %d, but the head says %s", end, log.head()));
        }
        if (last != null && log.head().recordedAt().isBefore(last.recordedAt())) {
            found.add(Violation.of(Rule.RECORDED_AT_NEVER_DECREASES, "%s is recorded later than %s", last, log.head()));
        }
        return found;
    }

    private static void inOrder(StoredEvent last, StoredEvent event, List<Violation> found) {
        if (event.recordedAt().isBefore(last.recordedAt())) {
            found.add(Violation.of(Rule.RECORDED_AT_NEVER_DECREASES, "time runs back: %s", between(last, event)));
        }
        boolean same = event.batch() == last.batch();
        if (event.batch() < last.batch() || same != event.recordedAt().equals(last.recordedAt())) {
            found.add(Violation.of(
                    Rule.TRANSACTIONS_IN_ORDER, "neither one transaction nor the next one: %s", between(last, event)));
        }
    }

    private static String between(StoredEvent last, StoredEvent event) {
        return "after %s comes %s".formatted(last, event);
    }
}
