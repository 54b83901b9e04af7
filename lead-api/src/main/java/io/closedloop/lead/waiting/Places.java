package io.closedloop.lead.waiting;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A bounded number of places, in all and for each key, so that one key leaves room for the others. */
public final class Places {
    private final int inAll;
    private final int perKey;
    private final String what;
    private final Duration retryAfter;
    private final Map<KeyId, Integer> taken = new HashMap<>();
    private int takenInAll;

    /** A place that somebody has, until it is closed, once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param what takes a place, in the plural, for the message to a caller without one
     * @param retryAfter when a caller without a place may come again
     */
    public Places(int inAll, int perKey, String what, Duration retryAfter) {
        this.inAll = inAll;
        this.perKey = perKey;
        this.what = what;
        this.retryAfter = retryAfter;
    }

    /** @throws ProblemException 429 when the key has as many as it may have, or there is no place left */
    public synchronized Place take(Actor actor) {
        int own = taken.getOrDefault(actor.id(), 0);
        if (own >= perKey) {
            throw refusal(
                    "The key '%s' has %d %s under way, as many as a key may have.".formatted(actor.name(), own, what));
        }
        if (takenInAll >= inAll) {
            throw refusal("%d %s are under way, as many as the service takes at once.".formatted(takenInAll, what));
        }
        taken.put(actor.id(), own + 1);
        takenInAll++;
        return () -> giveBack(actor.id());
    }

    private synchronized void giveBack(KeyId key) {
        taken.computeIfPresent(key, (_, own) -> own == 1 ? null : own - 1);
        takenInAll--;
    }

    /** How many are taken now. */
    public synchronized int taken() {
        return takenInAll;
    }

    private ProblemException refusal(String detail) {
        return ProblemException.retryable(ProblemCode.TOO_MANY_REQUESTS, detail, retryAfter);
    }
}
