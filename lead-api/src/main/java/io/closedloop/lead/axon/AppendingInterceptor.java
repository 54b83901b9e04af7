package io.closedloop.lead.axon;

import io.closedloop.lead.folding.LeadSnapshots;
import io.closedloop.lead.folding.RecentLeads;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.sealing.SubjectKeys;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Hands a command's decision to the log: exactly once, with or without events, and as the last step that can fail.
 *
 * <p>Axon runs the commit handlers of a unit of work in the reverse order of their registration. This one is registered
 * before the command is handled, so it runs after those of the event bus, which come with the first event; only the end
 * of a transaction comes later, and there is none here. By then the bus has given the events to
 * {@link LogStorageEngine}, in the phase before. Handlers that run after the commit (waking the read models, releasing
 * the lead's lock) cannot undo it, and Axon only logs it when one of them fails.
 */
final class AppendingInterceptor implements MessageHandlerInterceptor<CommandMessage<?>> {
    private final Appender appender;
    private final EventWriter writer;
    private final SubjectKeys subjectKeys;
    private final RecentLeads recent;
    private final LeadSnapshots snapshots;
    private final LatestEvents latest;

    AppendingInterceptor(
            Appender appender,
            EventWriter writer,
            SubjectKeys subjectKeys,
            RecentLeads recent,
            LeadSnapshots snapshots,
            LatestEvents latest) {
        this.appender = appender;
        this.writer = writer;
        this.subjectKeys = subjectKeys;
        this.recent = recent;
        this.snapshots = snapshots;
        this.latest = latest;
    }

    /** @return the entry, which is with the log once the unit of work has committed */
    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        var entry = PendingEntry.begin(unitOfWork, writer, subjectKeys, recent, snapshots, latest);
        unitOfWork.onCommit(_ -> entry.handOver(appender));
        entry.decided(chain.proceed());
        return entry;
    }
}
