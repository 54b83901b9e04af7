package io.closedloop.lead.feed;

import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.queries.EventViews.CloudEvent;
import io.closedloop.lead.queries.LogReader;
import io.closedloop.lead.sealing.SubjectKeys;
import java.util.ArrayList;
import java.util.List;

/** Opens events for the streams: once for all of them, and again whenever the key may be gone since. */
final class EventFrames {
    private final EventLog log;
    private final LogReader reader;
    private final SubjectKeys keys;

    EventFrames(EventLog log, LogReader reader, SubjectKeys keys) {
        this.log = log;
        this.reader = reader;
        this.keys = keys;
    }

    /** A page of the log, for a stream that is not at its end. */
    List<StreamedEvent> page(long after, int limit) {
        return open(log.after(after, limit));
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
