package io.closedloop.lead.log;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The log cannot take or give anything just now. Trying again later is safe and worth it. */
public class StoreUnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public StoreUnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** @param cause one whose message quotes nobody's data, as a database's often do */
    public StoreUnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** How long to wait before trying again, at least. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Why, as a sentence for the caller. */
    public String shown() {
        return "The database cannot be reached or does not answer in time.";
    }
}
