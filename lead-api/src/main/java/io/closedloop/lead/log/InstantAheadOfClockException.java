package io.closedloop.lead.log;

import java.io.Serial;
import java.time.Instant;

/** Somebody asked what was known at an instant that has not come yet. */
public class InstantAheadOfClockException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InstantAheadOfClockException(Instant asked, Instant clock) {
        super("what is known at %s cannot be said yet: the database's clock says %s".formatted(asked, clock));
    }
}
