package io.closedloop.lead.log;

import java.io.Serial;
import java.time.Duration;

/** Clocks that should tell the same time do not, so nothing is recorded until somebody says which one holds. */
final class ClocksDisagreeException extends StoreUnavailableException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Nobody sets a clock right within a second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    ClocksDisagreeException(String message) {
        super(message, RETRY_AFTER);
    }

    @Override
    public String shown() {
        return "Nobody can say what time it is: " + getMessage() + ".";
    }
}
