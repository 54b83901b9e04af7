package io.closedloop.lead.log;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The times that a transaction goes by: when its events are recorded, and what has ended by itself by then. */
@FunctionalInterface
interface DatabaseClock {
    /** How far apart clocks may be that tell the same time. */
    Duration TOLERANCE = Duration.ofMinutes(5);

    /** The database's own clock, believed whatever it says. It may run backwards: the log does not. */
    DatabaseClock OWN = (told, _) -> told;

    /**
     * The time to go by, to the microsecond.
     *
     * @param told the time that the database tells under the log head's lock
     * @param logsTime when the log's last event was recorded, or what its time has been raised to
     * @throws ClocksDisagreeException when nobody can say what time it is
     */
    Instant now(Instant told, Instant logsTime);

    /**
     * The time by which it is judged whether a suppression has ended by itself: the log's, which never goes back, but
     * for one that lies further ahead than clocks may be apart where it is not the log's time that holds.
     */
    default Instant judging(Instant now, Instant logsTime) {
        return later(now, logsTime);
    }

    /** The clock's time, but for the earliest after the log's last where that is later. */
    static Instant later(Instant now, Instant logsTime) {
        Instant earliest = logsTime.plus(1, ChronoUnit.MICROS);
        return now.isBefore(earliest) ? earliest : now;
    }
}
