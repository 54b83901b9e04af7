package io.closedloop.lead.readmodels;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.columnstore.ColumnStoreUnavailableException;
import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.columnstore.QuestionTooLargeException;
import io.closedloop.lead.columnstore.SnapshotQuery;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.waiting.Follower;
import io.closedloop.lead.waiting.Places;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The read models as HTTP asks them: failures become problems that tell the caller what to do. */
@Component
public class ReadModels implements Follower {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final LiveReadModels models;
    private final Places places;

    ReadModels(LiveReadModels models, ReadModelProperties properties) {
        this.models = models;
        this.places =
                new Places(Integer.MAX_VALUE, properties.queriesPerKey(), "questions to the read models", RETRY_AFTER);
    }

    /** The position of the last event that can be read. */
    @Override
    public long position() {
        return models.progress().position();
    }

    @Override
    public void awaitBeyond(long position, Duration atMost) throws InterruptedException {
        var _ = models.awaitPosition(position + 1, atMost);
    }

    /**
     * Asks, all at one position. Few questions are answered at a time and others wait for their turn, each on its
     * request's thread, so one key may not have all of them.
     *
     * @throws ProblemException 400 for a parameter or a question that can never be answered, 429 when too many of the
     *     actor's are under way, 503 while the read models cannot be asked
     */
    public <T> T ask(Actor actor, SnapshotQuery<T> query) {
        try (var _ = places.take(actor)) {
            return reading(() -> models.read(query));
        } catch (QuestionTooLargeException e) {
            throw ProblemException.malformed("The question is too large: %s.".formatted(e.getMessage()));
        } catch (ColumnStoreUnavailableException e) {
            throw ProblemException.retryable(
                    ProblemCode.PROJECTION_BEHIND,
                    "The read models do not answer now; they come back by themselves.",
                    RETRY_AFTER);
        }
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
