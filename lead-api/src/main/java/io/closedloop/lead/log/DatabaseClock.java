package io.closedloop.lead.log;

import java.time.Instant;

/** The time by which events are recorded, to the microsecond. It may run backwards: the log does not. */
@FunctionalInterface
interface DatabaseClock {
    /** The database's own clock. */
    DatabaseClock OWN = told -> told;

    /** @param told the time that the database tells under the log head's lock */
    Instant now(Instant told);
}
