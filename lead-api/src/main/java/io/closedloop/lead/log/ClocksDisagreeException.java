package io.closedloop.lead.log;

import java.io.Serial;
import java.time.Duration;

/** The clocks disagree, so nothing is recorded until they agree or an operator says which one to believe. */
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
        return "The clocks disagree: " + getMessage() + ".";
    }
}
