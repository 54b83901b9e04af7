package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How far this instance's read models are behind the log, looked up once a second. */
public class Lag {
    private final LiveReadModels models;
    private final EventLog log;
    private final InstantSource clock;
    private volatile long events;
    private volatile double seconds;

    Lag(LiveReadModels models, EventLog log, InstantSource clock) {
        this.models = models;
        this.log = log;
        this.clock = clock;
    }

    void look() {
        long position = models.progress().position();
        long behind = Math.max(0, log.head().position() - position);
        Optional<StoredEvent> next = behind == 0 ? Optional.empty() : log.at(position + 1);
        events = behind;
        seconds = next.map(event -> secondsSince(event.recordedAt())).orElse(0.0);
    }

    /** Never negative, though the event carries the database's time. */
    private double secondsSince(Instant recordedAt) {
        return Math.max(0, Duration.between(recordedAt, clock.instant()).toMillis()) / 1000.0;
    }

    /** Events of the log that the read models did not know. */
    public long events() {
        return events;
    }

    /** How long ago the oldest of them was recorded; 0 where there was none. */
    public double seconds() {
        return seconds;
    }
}
