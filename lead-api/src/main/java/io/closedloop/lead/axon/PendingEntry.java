package io.closedloop.lead.axon;

import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.Entry;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Outcome;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.WrappedKey;
import io.closedloop.lead.sealing.NewSubjectKey;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.sealing.SubjectKeys;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one command's unit of work is about to hand to the log. The entry begins with the command, learns the decision,
 * takes the events that Axon publishes when the unit of work prepares its commit, and is handed over once, at the
 * commit.
 */
final class PendingEntry {
    private static final Logger LOG = LoggerFactory.getLogger(PendingEntry.class);
    private static final String RESOURCE = PendingEntry.class.getName();

    private final Object command;
    private final CommandContext context;
    private final boolean holdsTheLead;
    private final EventWriter writer;
    private final SubjectKeys subjectKeys;
    private final RecentLeads recent;
    private final LatestEvents latest;
    private final List<EventMessage<?>> published = new ArrayList<>();
    private final List<Object> events = new ArrayList<>();
    private final List<NewEvent> written = new ArrayList<>();
    private @Nullable Handled handled;
    private @Nullable Map<String, String> metadata;
    private @Nullable NewSubjectKey newSubjectKey;
    private @Nullable CompletableFuture<Outcome> stored;

    private PendingEntry(
            Object command,
            CommandContext context,
            boolean holdsTheLead,
            EventWriter writer,
            SubjectKeys subjectKeys,
            RecentLeads recent,
            LatestEvents latest) {
        this.command = command;
        this.context = context;
        this.holdsTheLead = holdsTheLead;
        this.writer = writer;
        this.subjectKeys = subjectKeys;
        this.recent = recent;
        this.latest = latest;
    }

    static PendingEntry begin(
            UnitOfWork<?> unitOfWork,
            EventWriter writer,
            SubjectKeys subjectKeys,
            RecentLeads recent,
            LatestEvents latest) {
        var message = unitOfWork.getMessage();
        CommandContext context = CommandContext.find(message)
                .orElseThrow(() -> new IllegalStateException("%s was sent without a context; send it by %s"
                        .formatted(message.getPayloadType(), CommandSender.class.getSimpleName())));
        boolean holdsTheLead = Boolean.TRUE.equals(message.getMetaData().get(CommandSender.HOLDS_THE_LEAD));
        var entry = new PendingEntry(message.getPayload(), context, holdsTheLead, writer, subjectKeys, recent, latest);
        if (unitOfWork.resources().putIfAbsent(RESOURCE, entry) != null) {
            throw new IllegalStateException("a command hands over one entry, but a second was begun");
        }
        return entry;
    }

    /** @throws IllegalStateException when no command is being handled */
    static PendingEntry current() {
        PendingEntry entry =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().getResource(RESOURCE) : null;
        if (entry == null) {
            throw new IllegalStateException("events are stored by handling a command, and none is being handled");
        }
        return entry;
    }

    /**
     * What becomes of it in the log.
     *
     * @throws IllegalStateException when the unit of work has not committed
     */
    CompletableFuture<Outcome> stored() {
        CompletableFuture<Outcome> present = stored;
        if (present == null) {
            throw new IllegalStateException(command.getClass() + " has not been handed over");
        }
        return present;
    }

    /** @throws IllegalStateException when the handler's result is no decision */
    void decided(@Nullable Object result) {
        handled = Handled.of(command, result);
    }

    /** Takes an event that was published; it is sealed and written here, where failing still undoes everything. */
    void add(EventMessage<?> message) {
        Object event = message.getPayload();
        Map<String, String> metadata = metadata();
        written.add(
                switch (event) {
                    case LeadEvent ofLead -> writer.write(ofLead, message.getIdentifier(), metadata, keys(ofLead));
                    case SuppressionEvent ofSuppression ->
                        writer.write(ofSuppression, message.getIdentifier(), metadata, subjectKeys);
                    default -> throw new IllegalStateException(event.getClass() + " is not an event of the log");
                });
        published.add(message);
        events.add(event);
    }

    /** A lead that is being registered has its key in this entry and nowhere else yet. */
    private SubjectKeyLookup keys(LeadEvent event) {
        if (event instanceof LeadRegistered) {
            newSubjectKey = subjectKeys.create(event.leadId());
        }
        NewSubjectKey fresh = newSubjectKey;
        return fresh == null ? subjectKeys : _ -> fresh.key();
    }

    /**
     * Gives the entry to the log. Where the command holds its lead, this waits until the entry is durable, so that
     * whoever comes next sees it; else whoever comes next may decide on what was before, and the log finds that out.
     *
     * @throws io.closedloop.lead.log.StoreUnavailableException when the log cannot take it now, and that was waited for
     */
    void handOver(Appender appender) {
        if (stored != null) {
            throw new IllegalStateException("a command hands over its entry once");
        }
        CompletableFuture<Outcome> known = appender.append(entry()).whenComplete(this::learn);
        stored = known;
        if (holdsTheLead) {
            Awaited.of(known);
        }
    }

    private void learn(@Nullable Outcome outcome, @Nullable Throwable failure) {
        switch (outcome) {
            case null -> forget();
            case Outcome.Stored it -> remember(it.positions());
            case Outcome.Moved _ -> forget();
            case Outcome.Refused _,
                    Outcome.Kept _,
                    Outcome.KeyReused _,
                    Outcome.Over _,
                    Outcome.GaveWay _,
                    Outcome.Checked _ -> {}
        }
    }

    private void remember(Positions positions) {
        LeadId lead = leadId();
        if (lead != null) {
            if (newSubjectKey != null) {
                subjectKeys.stored(lead, newSubjectKey);
            }
            List<DomainEventMessage<?>> events = published.stream()
                    .<DomainEventMessage<?>>map(DomainEventMessage.class::cast)
                    .toList();
            recent.add(lead, events);
            try {
                latest.add(events, metadata(), positions);
            } catch (RuntimeException e) {
                LOG.warn(
                        "The events from position {} are not at hand; they are read from the log",
                        positions.first(),
                        e);
            }
        }
    }

    private void forget() {
        if (command instanceof LeadCommand ofLead) {
            recent.forget(ofLead.leadId());
        }
    }

    private Entry entry() {
        Handled result = handled();
        requireAll(result);
        EntryParts parts = EntryParts.of(events, context.envelope().actorId());
        List<IdentityHash> delivered = events.isEmpty() ? List.of() : context.delivered();
        return Entry.answering(context.answers(result.result(), List.copyOf(written)))
                .idempotency(context.idempotency())
                .expected(result.decidedOn())
                .events(written)
                .lead(leadId())
                .claims(parts.claims())
                .givesWay(context.givesWay())
                .delivered(delivered)
                .releases(parts.releases())
                .mustNotBeSuppressed(delivered.isEmpty() ? parts.mustNotBeSuppressed() : delivered)
                .held(parts.held())
                .suppressions(parts.suppressions())
                .endSuppressionsOfLead(parts.endSuppressionsOfLead())
                .liftSuppression(parts.liftSuppression())
                .widening(parts.widening())
                .claimsElsewhere(events.isEmpty() ? null : context.claimsElsewhere())
                .wrappedSubjectKey(newSubjectKey == null ? null : new WrappedKey(newSubjectKey.wrapped()))
                .dryRun(context.dryRun())
                .build();
    }

    /** What was decided is stored, all of it and nothing else. */
    private void requireAll(Handled result) {
        List<?> decided = switch (result.decision()) {
            case Accepted<?> accepted -> accepted.events();
            case Repeat<?> _, Refused<?> _ -> List.of();
        };
        if (!decided.equals(events)) {
            throw new IllegalStateException("%s decided on %d events, but published %d others"
                    .formatted(command.getClass(), decided.size(), events.size()));
        }
    }

    private @Nullable LeadId leadId() {
        return events.stream()
                .filter(LeadEvent.class::isInstance)
                .map(event -> ((LeadEvent) event).leadId())
                .findFirst()
                .orElse(null);
    }

    /** What is kept with each of its events. */
    private Map<String, String> metadata() {
        Map<String, String> present = metadata;
        if (present == null) {
            present = context.envelope().metadata(accepted().permittedBy());
            metadata = present;
        }
        return present;
    }

    private Accepted<?> accepted() {
        if (handled().decision() instanceof Accepted<?> accepted) {
            return accepted;
        }
        throw new IllegalStateException(command.getClass() + " published events without having been accepted");
    }

    private Handled handled() {
        Handled result = handled;
        if (result == null) {
            throw new IllegalStateException(command.getClass() + " has not been decided");
        }
        return result;
    }
}
