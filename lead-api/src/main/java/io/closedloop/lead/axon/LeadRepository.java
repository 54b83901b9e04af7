package io.closedloop.lead.axon;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadAggregate;
import java.util.List;
import java.util.UUID;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * Loads a lead from its events each time: from memory if its latest events are at hand, otherwise from the log. The
 * lead itself is never kept, so a command that fails has nothing to undo.
 */
final class LeadRepository extends EventSourcingRepository<LeadAggregate> {
    /** Together the longest that a command waits for others on the same lead. */
    private static final int LOCK_ATTEMPTS = 5;

    private static final int LOCK_ATTEMPT_MILLIS = 1_000;

    private final RecentLeads recent;

    LeadRepository(EventStore store, RecentLeads recent) {
        super(EventSourcingRepository.builder(LeadAggregate.class)
                .eventStore(store)
                .lockFactory(PessimisticLockFactory.builder()
                        .acquireAttempts(LOCK_ATTEMPTS)
                        .lockAttemptTimeout(LOCK_ATTEMPT_MILLIS)
                        .build()));
        this.recent = recent;
    }

    @Override
    protected DomainEventStream readEvents(String aggregateIdentifier) {
        var lead = new LeadId(UUID.fromString(aggregateIdentifier));
        List<? extends DomainEventMessage<?>> events = recent.eventsOf(lead);
        if (events == null) {
            events = super.readEvents(aggregateIdentifier).asStream().toList();
            if (!events.isEmpty()) {
                recent.add(lead, events);
            }
        }
        return DomainEventStream.of(events);
    }
}
