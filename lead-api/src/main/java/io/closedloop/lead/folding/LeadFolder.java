package io.closedloop.lead.folding;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadAggregate;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.sealing.SubjectKeys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes leads of their events. A lead with few events is read whole, in one query. A long one goes on from what is at
 * hand, or from its {@linkplain LeadSnapshots snapshot}, with the events that came since. Either is believed only if
 * the log has its last event where it has it.
 */
public final class LeadFolder {
    /** More events than nearly all leads have: one query, and no look at snapshots. */
    static final int FEW = 200;
    /** As many events are read at once. */
    private static final int PAGE = 1_000;

    private final EventLog log;
    private final EventJson json;
    private final SubjectKeys keys;
    private final RecentLeads recent;
    private final LeadSnapshots snapshots;

    public LeadFolder(EventLog log, EventJson json, SubjectKeys keys, RecentLeads recent, LeadSnapshots snapshots) {
        this.log = log;
        this.json = json;
        this.keys = keys;
        this.recent = recent;
        this.snapshots = snapshots;
    }

    /**
     * The lead as it is known here, perhaps behind the log; read from the log where it is not known. Null if there is
     * no such lead.
     *
     * @throws io.closedloop.lead.log.StoreUnavailableException when the log cannot be read
     * @throws io.closedloop.lead.eventjson.UnreadableEventException when one of its events is not understood
     */
    public @Nullable Lead lately(LeadId id) {
        Folded known = recent.find(id);
        if (known == null) {
            known = fromTheLog(id);
            if (known == null) {
                return null;
            }
            recent.keep(known);
        }
        return known.lead();
    }

    /**
     * The lead as the log has it now; empty if there is no such lead. Personal data are open in it.
     *
     * @throws io.closedloop.lead.log.StoreUnavailableException when the log cannot be read
     * @throws io.closedloop.lead.eventjson.UnreadableEventException when one of its events is not understood
     */
    public Optional<Folded> now(LeadId id) {
        Folded known = recent.find(id);
        Folded lead = known == null ? null : withTheRest(known);
        if (lead == null) {
            lead = fromTheLog(id);
        }
        if (lead != null && lead.version() > FEW) {
            recent.keep(lead);
        }
        return Optional.ofNullable(lead);
    }

    private @Nullable Folded fromTheLog(LeadId id) {
        List<StoredEvent> first = log.streamFrom(id.toString(), 0, FEW);
        if (first.size() < FEW) {
            return folded(null, first, id);
        }
        Folded snapshot = snapshots.find(id);
        Folded lead = snapshot == null || snapshot.version() < FEW ? null : withTheRest(snapshot);
        if (lead == null) {
            lead = withTheRest(folded(null, first, id));
        }
        if (lead != null && (snapshot == null || lead.version() - snapshot.version() >= LeadSnapshots.EVERY)) {
            snapshots.offer(lead);
        }
        return lead;
    }

    /** @return null when the log does not have the last event of the lead so far */
    private @Nullable Folded withTheRest(@Nullable Folded soFar) {
        if (soFar == null) {
            return null;
        }
        LeadId id = soFar.lead().id();
        Folded lead = soFar;
        List<StoredEvent> page = log.streamFrom(id.toString(), lead.version() - 1, PAGE);
        if (page.isEmpty() || !page.getFirst().eventId().equals(lead.lastEventId())) {
            return null;
        }
        lead = folded(lead, page.subList(1, page.size()), id);
        while (lead != null && page.size() == PAGE) {
            page = log.streamFrom(id.toString(), lead.version(), PAGE);
            lead = folded(lead, page, id);
        }
        return lead;
    }

    private @Nullable Folded folded(@Nullable Folded soFar, List<StoredEvent> events, LeadId id) {
        if (events.isEmpty()) {
            return soFar;
        }
        SubjectKeyLookup lookup = keys.keysOf(List.of(id));
        Lead lead = soFar == null ? null : soFar.lead();
        for (StoredEvent event : events) {
            lead = after(lead, event, lookup);
        }
        if (lead == null) {
            throw new IllegalStateException("events of lead %s make no lead".formatted(id));
        }
        return new Folded(lead, events.getLast().eventId(), events.getLast().position());
    }

    private Lead after(@Nullable Lead before, StoredEvent event, SubjectKeyLookup lookup) {
        var read =
                json.read(event.streamId(), event.eventId(), event.type(), event.revision(), event.payload(), lookup);
        if (!(read instanceof LeadEvent change)) {
            throw new IllegalStateException(
                    "the stream of a lead holds a %s at position %d".formatted(event.type(), event.position()));
        }
        return LeadAggregate.evolve(
                before,
                change,
                json.readMetadata(event.eventId(), event.metadata()).get(LeadAggregate.ACTOR_ID));
    }
}
