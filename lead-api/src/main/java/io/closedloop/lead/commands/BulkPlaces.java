package io.closedloop.lead.commands;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The places of bulk requests: so many in all, and so many of them for one key, so that none keeps all others out. */
final class BulkPlaces {
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final int inAll;
    private final int perKey;
    private final Map<KeyId, Integer> takenByKey = new HashMap<>();
    private int taken;

    BulkPlaces(int inAll, int perKey) {
        this.inAll = inAll;
        this.perKey = perKey;
    }

    /** A place that somebody has, until it is closed. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws ProblemException 429 where all are taken, or as many as one key may have */
    synchronized Place take(Actor actor) {
        if (taken >= inAll) {
            throw ProblemException.retryable(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "As many bulk requests as the service takes at once are under way.",
                    COME_BACK);
        }
        if (takenByKey.getOrDefault(actor.id(), 0) >= perKey) {
            throw ProblemException.retryable(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "The key '%s' has %d bulk requests under way, as many as one key may have."
                            .formatted(actor.name(), perKey),
                    COME_BACK);
        }
        taken++;
        takenByKey.merge(actor.id(), 1, Integer::sum);
        return () -> leave(actor.id());
    }

    private synchronized void leave(KeyId key) {
        taken--;
        takenByKey.computeIfPresent(key, (_, places) -> places == 1 ? null : places - 1);
    }

    synchronized int taken() {
        return taken;
    }
}
