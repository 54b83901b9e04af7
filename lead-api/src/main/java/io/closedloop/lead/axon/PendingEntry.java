package io.closedloop.lead.axon;

import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.folding.Folded;
import io.closedloop.lead.folding.LeadSnapshots;
import io.closedloop.lead.folding.RecentLeads;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadCommandHandler;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.Change;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.GiveWay;
import io.closedloop.lead.log.HeldAlone;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.NewKey;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.StreamVersion;
import io.closedloop.lead.log.WrappedKey;
import io.closedloop.lead.sealing.NewSubjectKey;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.sealing.SubjectKeys;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.suppression.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private final LeadSnapshots snapshots;
    private final LatestEvents latest;
    private final List<EventMessage<?>> published = new ArrayList<>();
    private final List<StreamEvent> events = new ArrayList<>();
    private final List<NewEvent> written = new ArrayList<>();
    /** As stored with each event; all events that are the command's share one map. */
    private final List<Map<String, String>> metadata = new ArrayList<>();

    private final Map<UUID, NewSubjectKey> newKeys = new HashMap<>();
    private @Nullable Handled handled;
    private @Nullable Map<String, String> ofTheCommand;
    private @Nullable CompletableFuture<AppendOutcome> stored;

    private PendingEntry(
            Object command,
            CommandContext context,
            boolean holdsTheLead,
            EventWriter writer,
            SubjectKeys subjectKeys,
            RecentLeads recent,
            LeadSnapshots snapshots,
            LatestEvents latest) {
        this.command = command;
        this.context = context;
        this.holdsTheLead = holdsTheLead;
        this.writer = writer;
        this.subjectKeys = subjectKeys;
        this.recent = recent;
        this.snapshots = snapshots;
        this.latest = latest;
    }

    static PendingEntry begin(
            UnitOfWork<?> unitOfWork,
            EventWriter writer,
            SubjectKeys subjectKeys,
            RecentLeads recent,
            LeadSnapshots snapshots,
            LatestEvents latest) {
        var message = unitOfWork.getMessage();
        CommandContext context = CommandContext.find(message)
                .orElseThrow(() -> new IllegalStateException("%s was sent without a context; send it by %s"
                        .formatted(message.getPayloadType(), CommandSender.class.getSimpleName())));
        boolean holdsTheLead = Boolean.TRUE.equals(message.getMetaData().get(CommandSender.HOLDS_THE_LEAD));
        var entry = new PendingEntry(
                message.getPayload(), context, holdsTheLead, writer, subjectKeys, recent, snapshots, latest);
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
    CompletableFuture<AppendOutcome> stored() {
        CompletableFuture<AppendOutcome> present = stored;
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
        if (!(message.getPayload() instanceof StreamEvent event)) {
            throw new IllegalStateException(message.getPayloadType() + " is not an event of the log");
        }
        Map<String, String> kept = metadataOfNext();
        written.add(writer.write(event, message.getIdentifier(), kept, keys(event, message)));
        metadata.add(kept);
        published.add(message);
        events.add(event);
    }

    /** What begins with a key of its own has it in this entry and nowhere else yet. */
    private SubjectKeyLookup keys(StreamEvent event, EventMessage<?> message) {
        boolean begins = message instanceof DomainEventMessage<?> first && first.getSequenceNumber() == 0;
        if (begins && writer.keepsAKey(event)) {
            newKeys.put(event.streamId(), subjectKeys.create(event.streamId()));
        }
        NewSubjectKey fresh = newKeys.get(event.keyOwner());
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
        CompletableFuture<AppendOutcome> known = appender.append(append()).whenComplete(this::learn);
        stored = known;
        if (holdsTheLead) {
            Awaited.of(known);
        }
    }

    private void learn(@Nullable AppendOutcome outcome, @Nullable Throwable failure) {
        switch (outcome) {
            case null -> forget();
            case AppendOutcome.Stored it -> remember(it.positions());
            case AppendOutcome.Moved _ -> forget();
            case AppendOutcome.Refused _,
                    AppendOutcome.Kept _,
                    AppendOutcome.KeyReused _,
                    AppendOutcome.Over _,
                    AppendOutcome.GaveWay _,
                    AppendOutcome.Checked _ -> {}
        }
    }

    private void remember(Positions positions) {
        newKeys.forEach(subjectKeys::stored);
        LeadId lead = leadId();
        if (lead != null && events.stream().allMatch(it -> it.streamId().equals(lead.value()))) {
            List<DomainEventMessage<?>> events = published.stream()
                    .<DomainEventMessage<?>>map(DomainEventMessage.class::cast)
                    .toList();
            if (handled().result() instanceof LeadCommandHandler.Decided decided && decided.after() != null) {
                var folded = new Folded(decided.after(), written.getLast().eventId(), positions.last());
                recent.keep(folded);
                snapshots.offerIfDue(folded, written.size());
            }
            try {
                latest.add(events, metadata, positions);
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

    private Append append() {
        Handled result = handled();
        requireAll(result);
        return new Append(
                context.idempotency(),
                changes(result),
                context.dryRun(),
                context.answers(result.result(), List.copyOf(written)));
    }

    /** A change of the stream that was decided on, and of every other stream that has an event. */
    private List<Change> changes(Handled result) {
        StreamVersion decidedOn = result.decidedOn();
        String first = decidedOn != null
                ? decidedOn.streamId()
                : written.isEmpty() ? null : written.getFirst().streamId();
        if (first == null) {
            return List.of();
        }
        if (written.stream().allMatch(it -> it.streamId().equals(first))) {
            return List.of(change(decidedOn, first, true));
        }
        var streams = new LinkedHashSet<String>();
        streams.add(first);
        written.forEach(it -> streams.add(it.streamId()));
        return streams.stream()
                .map(stream -> change(stream.equals(first) ? decidedOn : null, stream, stream.equals(first)))
                .toList();
    }

    private Change change(@Nullable StreamVersion decidedOn, String stream, boolean first) {
        var ofStream = new ArrayList<NewEvent>();
        var effects = new ArrayList<Effect>();
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i).streamId().equals(stream)) {
                ofStream.add(written.get(i));
                effects.addAll(events.get(i).effects(context.envelope().actorId()));
            }
        }
        if (first && !written.isEmpty()) {
            addConditions(effects);
        }
        newKeys.forEach((owner, key) -> {
            if (owner.toString().equals(stream)) {
                effects.add(new NewKey(owner, new WrappedKey(key.wrapped())));
            }
        });
        return decidedOn != null
                ? Change.on(decidedOn, ofStream, effects)
                : Change.of(ofStream.getFirst().streamType(), stream, ofStream, effects);
    }

    /** What the decision relied on beside the stream's version. */
    private void addConditions(List<Effect> effects) {
        LeadId lead = leadId();
        if (context.givesWay()) {
            effects.add(new GiveWay());
        }
        List<IdentityHash> delivered = context.delivered();
        if (lead != null && !delivered.isEmpty()) {
            effects.add(new HeldAlone(lead, delivered));
            effects.add(new Delivery(lead, delivered));
        }
        ClaimsElsewhere believed = context.claimsElsewhere();
        if (believed != null) {
            effects.add(believed.by(lead));
        }
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

    /** The lead whose own stream it changes; null where it changes none. */
    private @Nullable LeadId leadId() {
        for (StreamEvent event : events) {
            LeadId lead = event.subject();
            if (lead != null && lead.value().equals(event.streamId())) {
                return lead;
            }
        }
        return null;
    }

    /** What is kept with the next event: the command's, or its own where it follows from another event. */
    private Map<String, String> metadataOfNext() {
        Accepted<?> accepted = accepted();
        int cause = accepted.causeOf(published.size());
        if (cause >= 0) {
            return context.envelope().metadataOfWhatFollows(published.get(cause).getIdentifier());
        }
        Map<String, String> present = ofTheCommand;
        if (present == null) {
            present = context.envelope().metadata(accepted.permittedBy());
            ofTheCommand = present;
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
