package io.closedloop.lead.axon;

import io.closedloop.lead.folding.LeadFolder;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadAggregate;
import java.util.UUID;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;

/**
 * Loads a lead: from memory if it had a command a moment ago, otherwise by folding its events from the log. Each
 * command gets an aggregate of its own around the lead, which is immutable, so a command that fails has nothing to
 * undo.
 */
final class LeadRepository extends EventSourcingRepository<LeadAggregate> {
    /** Together the longest that a command waits for others on the same lead. */
    private static final int LOCK_ATTEMPTS = 5;

    private static final int LOCK_ATTEMPT_MILLIS = 1_000;

    private final LeadFolder folder;

    LeadRepository(EventStore store, LeadFolder folder) {
        super(EventSourcingRepository.builder(LeadAggregate.class)
                .eventStore(store)
                .lockFactory(PessimisticLockFactory.builder()
                        .acquireAttempts(LOCK_ATTEMPTS)
                        .lockAttemptTimeout(LOCK_ATTEMPT_MILLIS)
                        .build()));
        this.folder = folder;
    }

    /** One message that carries the lead as it is, which Axon takes for a snapshot; none where there is no lead. */
    @Override
    protected DomainEventStream readEvents(String aggregateIdentifier) {
        Lead lead = folder.lately(new LeadId(UUID.fromString(aggregateIdentifier)));
        return lead == null
                ? DomainEventStream.empty()
                : DomainEventStream.of(new GenericDomainEventMessage<>(
                        LeadAggregate.class.getSimpleName(),
                        aggregateIdentifier,
                        lead.version() - 1,
                        LeadAggregate.of(lead),
                        MetaData.emptyInstance(),
                        aggregateIdentifier,
                        lead.stageSince()));
    }
}
