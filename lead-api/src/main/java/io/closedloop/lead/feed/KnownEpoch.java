package io.closedloop.lead.feed;

import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.LogEpochs;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Tells a reader that the log has been set back since: it sends the epoch in which it has followed the log so far.
 * Whoever sends none is believed.
 */
@Component
class KnownEpoch {
    /** The parameter, and the member of a page. */
    static final String PARAMETER = "epoch";

    /** The header that says the log's epoch. */
    static final String HEADER = "Closedloop-Epoch";

    private final EventLog log;
    private final LogEpochs epochs;

    KnownEpoch(EventLog log, LogEpochs epochs) {
        this.log = log;
        this.epochs = epochs;
    }

    /** @throws ProblemException 409 {@code log-epoch-changed} when the reader followed the log in another epoch */
    void require(QueryParameters parameters) {
        UUID known = parameters.uuid(PARAMETER);
        if (known == null) {
            return;
        }
        UUID present = log.head().epoch();
        if (!known.equals(present)) {
            long sameUpTo = epochs.sameUpTo(known).orElse(0);
            throw new ProblemException(Problem.of(
                            ProblemCode.LOG_EPOCH_CHANGED,
                            sameUpTo == 0
                                    ? "The log is in the epoch %s, and knows nothing of %s.".formatted(present, known)
                                    : "The log is in the epoch %s; it is the same as in %s up to position %d."
                                            .formatted(present, known, sameUpTo))
                    .withEpoch(present, sameUpTo));
        }
    }

    /** The epoch of the log now. */
    UUID present() {
        return log.head().epoch();
    }
}
