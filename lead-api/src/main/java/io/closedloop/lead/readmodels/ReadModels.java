package io.closedloop.lead.readmodels;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.columnstore.SnapshotQuery;
import io.closedloop.lead.columnstore.StoreUnavailableException;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.reporting.InvalidParameterException;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The read models as HTTP asks them: what goes wrong is a problem that the asker can do something about. */
@Component
public class ReadModels {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final LiveReadModels models;

    ReadModels(LiveReadModels models) {
        this.models = models;
    }

    /** The position of the last event that can be read. */
    public long position() {
        return models.progress().position();
    }

    /** Waits until the event at {@code position} can be read; false when the time ran out before. */
    public boolean await(long position, Duration atMost) throws InterruptedException {
        return models.awaitPosition(position, atMost);
    }

    /**
     * Asks, all at one position.
     *
     * @throws ProblemException 400 for a parameter that cannot be answered, 503 while the read models cannot be asked
     */
    public <T> T ask(SnapshotQuery<T> query) {
        return reading(() -> {
            try {
                return models.read(query);
            } catch (StoreUnavailableException e) {
                throw ProblemException.retryable(
                        ProblemCode.PROJECTION_BEHIND,
                        "The read models cannot be asked now; they come back by themselves.",
                        RETRY_AFTER);
            }
        });
    }

    /**
     * Reads parameters.
     *
     * @throws ProblemException 400 for the one that is wrong
     */
    public static <T> T reading(Supplier<T> parameters) {
        try {
            return parameters.get();
        } catch (InvalidParameterException e) {
            throw QueryParameters.wrong(e.parameter(), String.valueOf(e.getMessage()));
        }
    }
}
