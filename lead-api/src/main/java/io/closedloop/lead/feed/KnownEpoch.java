package io.closedloop.lead.feed;

import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.LogEpochs;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
        UUID known = of(parameters);
        if (known != null) {
            require(known, present());
        }
    }

    /** The epoch in which the reader has followed the log; null where it does not say. */
    static @Nullable UUID of(QueryParameters parameters) {
        return parameters.uuid(PARAMETER);
    }

    /**
     * As {@link #require(QueryParameters)}, of what was read meanwhile.
     *
     * @param known the epoch in which the reader has followed the log; null where it does not say
     * @param present the epoch of what was read
     */
    void require(@Nullable UUID known, UUID present) {
        if (known != null && !known.equals(present)) {
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
