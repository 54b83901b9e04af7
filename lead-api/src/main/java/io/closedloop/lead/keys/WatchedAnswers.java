package io.closedloop.lead.keys;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.LongAnswers;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** An answer goes on as long as the key of its request is good. */
final class WatchedAnswers implements LongAnswers {
    private static final Watch OPEN_TO_ALL = new Watch() {
        @Override
        public void check() {
            // Nobody needs a key for it, so none can be revoked.
        }

        @Override
        public void close() {}
    };

    private final KeyWatch keys;

    WatchedAnswers(KeyWatch keys) {
        this.keys = keys;
    }

    @Override
    public Watch over(HttpServletRequest request) {
        Actor actor = Access.actorOf(request);
        return actor == null ? OPEN_TO_ALL : new OfActor(actor);
    }

    private final class OfActor implements Watch {
        private final Actor actor;
        private final KeyWatch.Watched watched;
        private volatile boolean revoked;

        OfActor(Actor actor) {
            this.actor = actor;
            this.watched = keys.watch(actor.id(), () -> revoked = true, () -> {});
        }

        @Override
        public void check() {
            if (revoked) {
                throw KeyWatch.revoked(actor);
            }
            if (!keys.isCertain()) {
                throw ProblemException.retryable(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The key cannot be checked: the database cannot be reached or does not answer in time.",
                        Duration.ofSeconds(2));
            }
        }

        @Override
        public void close() {
            watched.close();
        }
    }
}
