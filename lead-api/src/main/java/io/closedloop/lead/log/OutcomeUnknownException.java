package io.closedloop.lead.log;

import java.io.Serial;
import java.time.Duration;

/**
 * The service does not know whether the entry was stored, because the database could not be asked. The same idempotency
 * key tells the caller later.
 */
public class OutcomeUnknownException extends StoreUnavailableException {
    @Serial
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Duration retryAfter) {
        super(message, retryAfter);
    }
}
