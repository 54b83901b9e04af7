package io.closedloop.lead.queries;

import io.closedloop.lead.catalogue.Streams;
import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.sealing.SubjectKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log for people: opens the events that they may see, and folds them into leads as they were. A reader
 * without access to personal data gets events that were never opened.
 */
public class LogReader {
    /** How much of the log a page looks at where little of it is wanted: some tenths of a second's work. */
    private static final int MOST_LOOKED_AT = 10_000;

    private static final int FOLDED_AT_ONCE = 1_000;

    private final EventLog log;
    private final EventJson json;
    private final SubjectKeys keys;
    private final int mostLookedAt;

    LogReader(EventLog log, SubjectKeys keys) {
        this(log, keys, MOST_LOOKED_AT);
    }

    /** @param mostLookedAt how much of the log a page looks at */
    LogReader(EventLog log, SubjectKeys keys, int mostLookedAt) {
        this(log, keys, mostLookedAt, new EventJson());
    }

    /** @param json reads the kinds of streams that the log has */
    LogReader(EventLog log, SubjectKeys keys, int mostLookedAt, EventJson json) {
        this.json = json;
        this.log = log;
        this.keys = keys;
        this.mostLookedAt = mostLookedAt;
    }

    /** A lead as its events tell it, and the position of the last of them. */
    record Known(Lead lead, long position) {}

    /** One step of a lead's life. */
    record Step(ReadEvent event, @Nullable Known before, Known after) {}

    /** The lead as it was when it had so many events; empty when it never had so many. */
    Optional<Known> leadAtVersion(LeadId id, long version, boolean personalData) {
        List<StoredEvent> events = log.streamToVersion(id.toString(), version);
        return events.size() < version ? Optional.empty() : fold(open(events, personalData));
    }

    /**
     * The lead as it was known at an instant; empty when it had not been registered.
     *
     * @param position the head of the log, once nothing can be recorded at or before the instant any more
     */
    Optional<Known> leadAsOf(LeadId id, Instant instant, long position, boolean personalData) {
        List<StoredEvent> events = log.stream(id.toString(), 0, position).stream()
                .filter(event -> !event.recordedAt().isAfter(instant))
                .toList();
        return fold(open(events, personalData));
    }

    /** Whether there is a lead with this id. */
    boolean exists(LeadId id) {
        return !log.streamToVersion(id.toString(), 1).isEmpty();
    }

    /**
     * The leads as they were at a position of the log, in the order asked for; those that were not there yet are left
     * out.
     */
    List<Known> leads(List<LeadId> ids, long position, boolean personalData) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, List<StoredEvent>> streams =
                log.streams(ids.stream().map(LeadId::toString).toList(), position);
        SubjectKeyLookup lookup = personalData ? keys.keysOf(ids) : SubjectKeyLookup.NONE;
        return ids.stream()
                .map(id -> streams.getOrDefault(id.toString(), List.of()))
                .flatMap(events -> fold(open(events, lookup)).stream())
                .toList();
    }

    /** The last event of a lead, as it is stored; empty when there is no such lead. */
    Optional<StoredEvent> lastEvent(LeadId id) {
        return log.last(id.toString());
    }

    /**
     * Some events of a lead with what each changed. The events before them are folded too, so the end of a long lead
     * takes longer than its beginning.
     *
     * @param first the first one's place in the lead's stream, from 0
     * @param end where they end; the one there is no part of them
     */
    List<Step> history(LeadId id, long first, long end) {
        var steps = new ArrayList<Step>();
        Known before = null;
        for (long from = 0; from < end; from += FOLDED_AT_ONCE) {
            int count = (int) Math.min(FOLDED_AT_ONCE, end - from);
            for (ReadEvent event : open(log.streamFrom(id.toString(), from, count), true)) {
                Known after = after(before, event);
                if (event.stored().sequence() >= first) {
                    steps.add(new Step(event, before, after));
                }
                before = after;
            }
        }
        return steps;
    }

    /**
     * A part of the log.
     *
     * @param events what was wanted of it, in order
     * @param position up to which it was looked at
     * @param end where the log ended
     */
    public record Part(List<StoredEvent> events, long position, LogHead end) {
        /** The position where the log ended. */
        public long head() {
            return end.position();
        }
    }

    /**
     * What follows a position of the log, of a bounded part of it, however little of that is wanted.
     *
     * @param limit how many events at most
     */
    public Part after(long position, int limit, EventFilter filter) {
        LogHead end = log.head();
        long head = end.position();
        if (position >= head) {
            return new Part(List.of(), head, end);
        }
        if (filter.takesAll()) {
            List<StoredEvent> events = log.after(position, limit);
            return new Part(
                    events, events.isEmpty() ? position : events.getLast().position(), end);
        }
        long last = Math.min(head, position + mostLookedAt);
        List<StoredEvent> candidates = log.among(
                position,
                last,
                filter.types(),
                filter.subjects().stream().map(LeadId::toString).toList(),
                Streams.ALL.aboutItemsOfOthers(),
                limit);
        return new Part(
                candidates.stream().filter(event -> isWanted(event, filter)).toList(),
                candidates.size() < limit ? last : candidates.getLast().position(),
                end);
    }

    /** Whether a filter lets an event through. An event of a suppression is about the lead that was disqualified. */
    public boolean isWanted(StoredEvent event, EventFilter filter) {
        return (filter.types().isEmpty() || filter.types().contains(event.type()))
                && (filter.subjects().isEmpty() || filter.subjects().contains(new LeadId(subjectOf(event))));
    }

    /**
     * Events as those see them who may read the log, in the order given. What is not known here is passed on as it is
     * stored, because whoever follows the log may know it.
     */
    public List<EventViews.CloudEvent> inClear(List<StoredEvent> events) {
        List<StoredEvent> known = events.stream().filter(this::isKnown).toList();
        Iterator<ReadEvent> opened = open(known, true).iterator();
        return events.stream()
                .map(event -> known.size() == events.size() || isKnown(event)
                        ? inClearAsCloudEvent(opened.next())
                        : passedOn(event))
                .toList();
    }

    private boolean isKnown(StoredEvent event) {
        return json.knows(event.type(), event.revision());
    }

    private EventViews.CloudEvent inClearAsCloudEvent(ReadEvent event) {
        return EventViews.cloudEvent(
                event.stored(),
                event.payload().streamType().path(),
                event.payload().keyOwner(),
                event.envelope(),
                revision(event),
                inClear(event));
    }

    private EventViews.CloudEvent passedOn(StoredEvent event) {
        return EventViews.cloudEvent(
                event,
                json.sourceOf(event.streamType()),
                subjectOf(event),
                json.readMetadata(event.eventId(), event.metadata()),
                event.revision(),
                json.asStored(event.eventId(), event.payload()));
    }

    /** The event's own JSON with everything that was opened in it. */
    String inClear(ReadEvent event) {
        return json.inClear(event.payload());
    }

    /** The revision that {@link #inClear(ReadEvent)} has, whichever it was stored in. */
    String revision(ReadEvent event) {
        return json.revisionOf(event.payload());
    }

    private List<ReadEvent> open(List<StoredEvent> events, boolean personalData) {
        return open(events, personalData ? keys.keysOfOwners(keyOwners(events)) : SubjectKeyLookup.NONE);
    }

    private UUID subjectOf(StoredEvent event) {
        return json.subjectOf(event.streamId(), event.eventId(), event.type(), event.payload());
    }

    private Set<UUID> keyOwners(List<StoredEvent> events) {
        return events.stream().map(this::subjectOf).collect(Collectors.toUnmodifiableSet());
    }

    private List<ReadEvent> open(List<StoredEvent> events, SubjectKeyLookup lookup) {
        return events.stream()
                .map(event -> new ReadEvent(
                        event,
                        json.read(
                                event.streamId(),
                                event.eventId(),
                                event.type(),
                                event.revision(),
                                event.payload(),
                                lookup),
                        json.readMetadata(event.eventId(), event.metadata())))
                .toList();
    }

    private static Optional<Known> fold(List<ReadEvent> events) {
        Known known = null;
        for (ReadEvent event : events) {
            known = after(known, event);
        }
        return Optional.ofNullable(known);
    }

    private static Known after(@Nullable Known before, ReadEvent event) {
        if (!(event.payload() instanceof LeadEvent change)) {
            throw new IllegalStateException("the stream of a lead holds a %s at position %d"
                    .formatted(event.stored().type(), event.stored().position()));
        }
        return new Known(
                Lead.evolve(before == null ? null : before.lead(), change, event.actor()),
                event.stored().position());
    }
}
