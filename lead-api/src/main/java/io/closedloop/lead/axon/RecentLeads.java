package io.closedloop.lead.axon;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.sealing.SubjectKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * The events of leads that had a command a moment ago, so that the next command of such a lead need not read them
 * again.
 *
 * <p>The events may be behind the log, because another instance may have stored more. Stale memory is caught by the
 * version check under the lock: every decision, a refusal too, names the version that it was made on. If the lead has
 * another version, these events are forgotten and the command is decided again on the log.
 *
 * <p>Personal data are open in them, so they are given only as long as the lead's key is at hand.
 */
final class RecentLeads {
    /** A few kilobytes each, copied by the next collection; about as many as lines of bulk requests are under way. */
    static final int LEADS = 2_000;

    private static final int EVENTS_OF_EACH = 50;

    private final SubjectKeys subjectKeys;
    private final Map<LeadId, List<DomainEventMessage<?>>> leads = new LinkedHashMap<>();

    RecentLeads(SubjectKeys subjectKeys) {
        this.subjectKeys = subjectKeys;
    }

    /** The events of the lead from its first on, as far as they are known here; null where it was not at work. */
    @Nullable
    List<DomainEventMessage<?>> eventsOf(LeadId lead) {
        if (!subjectKeys.isAtHand(lead)) {
            return null;
        }
        synchronized (leads) {
            return leads.get(lead);
        }
    }

    /** Adds stored or read events to the lead's known ones, if they follow on them. */
    void add(LeadId lead, List<? extends DomainEventMessage<?>> events) {
        synchronized (leads) {
            List<DomainEventMessage<?>> before = leads.remove(lead);
            var all = new ArrayList<DomainEventMessage<?>>();
            if (before != null && events.getFirst().getSequenceNumber() > 0) {
                all.addAll(before);
            }
            if (events.getFirst().getSequenceNumber() != all.size() || all.size() + events.size() > EVENTS_OF_EACH) {
                return;
            }
            events.forEach(event -> all.add(plain(event)));
            leads.put(lead, List.copyOf(all));
            var longestAgo = leads.values().iterator();
            while (leads.size() > LEADS && longestAgo.hasNext()) {
                longestAgo.next();
                longestAgo.remove();
            }
        }
    }

    void forget(LeadId lead) {
        synchronized (leads) {
            leads.remove(lead);
        }
    }

    /** Without the aggregate, which an event that has just been applied holds on to. */
    private static DomainEventMessage<?> plain(DomainEventMessage<?> event) {
        return new GenericDomainEventMessage<>(
                event.getType(),
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                event.getPayload(),
                event.getMetaData(),
                event.getIdentifier(),
                event.getTimestamp());
    }
}
