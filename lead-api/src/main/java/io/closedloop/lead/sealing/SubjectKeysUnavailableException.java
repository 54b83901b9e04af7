package io.closedloop.lead.sealing;

import io.closedloop.lead.log.StoreUnavailableException;
import java.time.Duration;

/** The database did not give the subjects' keys. Trying again later may help. */
public final class SubjectKeysUnavailableException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    SubjectKeysUnavailableException(Throwable cause) {
        super("the subjects' keys cannot be read from the database; try again later", Duration.ofSeconds(1), cause);
    }
}
