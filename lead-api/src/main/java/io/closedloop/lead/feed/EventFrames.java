package io.closedloop.lead.feed;

import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.queries.EventFilter;
import io.closedloop.lead.queries.EventViews.CloudEvent;
import io.closedloop.lead.queries.LogReader;
import io.closedloop.lead.sealing.SubjectKeys;
import java.util.ArrayList;
import java.util.List;

/** Opens events for the streams: once for all of them, and again whenever the key may be gone since. */
final class EventFrames {
    private final LogReader reader;
    private final SubjectKeys keys;

    EventFrames(LogReader reader, SubjectKeys keys) {
        this.reader = reader;
        this.keys = keys;
    }

    /**
     * A part of the log.
     *
     * @param events the part of the log that the reader wants
     * @param position up to which it was looked at
     */
    record Part(List<StreamedEvent> events, long position) {}

    /** A page of the log, for a stream that is not at its end. */
    Part page(long after, int limit, EventFilter filter) {
        LogReader.Part part = reader.after(after, limit, filter);
        return new Part(open(part.events()), part.position());
    }

    /** What a stream is to be told of events of the tail, which follow each other without a gap. */
    Part of(List<TailEvent> events, long after, EventFilter filter) {
        long last = after;
        for (TailEvent event : events) {
            if (event.stored().position() != ++last) {
                throw new IllegalStateException("position %d is followed by %d"
                        .formatted(last - 1, event.stored().position()));
            }
        }
        List<TailEvent> wanted = filter.takesAll()
                ? events
                : events.stream()
                        .filter(event -> reader.isWanted(event.stored(), filter))
                        .toList();
        return new Part(of(wanted), last);
    }

    /** Events of the tail, in the order given. */
    List<StreamedEvent> of(List<TailEvent> events) {
        var frames = new StreamedEvent[events.size()];
        var stale = new ArrayList<Integer>();
        for (int i = 0; i < frames.length; i++) {
            StreamedEvent shown = events.get(i).shown();
            if (shown != null && shown.isFresh(keys)) {
                frames[i] = shown;
            } else {
                stale.add(i);
            }
        }
        List<StreamedEvent> opened =
                open(stale.stream().map(i -> events.get(i).stored()).toList());
        for (int i = 0; i < opened.size(); i++) {
            int at = stale.get(i);
            frames[at] = opened.get(i);
            events.get(at).show(opened.get(i));
        }
        return List.of(frames);
    }

    private List<StreamedEvent> open(List<StoredEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        List<CloudEvent> opened = reader.inClear(events);
        var frames = new ArrayList<StreamedEvent>(events.size());
        for (int i = 0; i < events.size(); i++) {
            frames.add(StreamedEvent.of(events.get(i), opened.get(i)));
        }
        return frames;
    }
}
