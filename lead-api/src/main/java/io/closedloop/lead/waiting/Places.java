package io.closedloop.lead.waiting;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** So many places in all, and so many of them for each key, so that one key leaves room for the others. */
public final class Places {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int inAll;
    private final int perKey;
    private final String what;
    private final Map<KeyId, Integer> taken = new HashMap<>();
    private int takenInAll;

    /** @param what takes a place, in the plural, for whoever gets none */
    public Places(int inAll, int perKey, String what) {
        this.inAll = inAll;
        this.perKey = perKey;
        this.what = what;
    }

    /** @throws ProblemException 429 when the key has as many as it may have, or there is no place left */
    public synchronized void take(Actor actor) {
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
    }

    /** To be called once for each place that was taken. */
    public synchronized void giveBack(Actor actor) {
        taken.computeIfPresent(actor.id(), (_, own) -> own == 1 ? null : own - 1);
        takenInAll--;
    }

    /** How many are taken now. */
    public synchronized int taken() {
        return takenInAll;
    }

    private static ProblemException refusal(String detail) {
        return ProblemException.retryable(ProblemCode.TOO_MANY_REQUESTS, detail, RETRY_AFTER);
    }
}
