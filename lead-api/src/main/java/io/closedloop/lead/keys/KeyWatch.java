package io.closedloop.lead.keys;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the keys of requests that stay open, so that a key that was revoked on any instance ends them within the five
 * seconds after which it is refused everywhere. One query, twice a second, covers all of them together.
 */
public final class KeyWatch implements AutoCloseable {
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(500);
    /** A revoked key is refused everywhere after five seconds, also where the database does not answer. */
    private static final Duration CHECKED_FOR = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

    private final ApiKeys keys;
    private final Set<Watched> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("key-watch").daemon().factory());
    private volatile long checkedAt = System.nanoTime();

    private KeyWatch(ApiKeys keys) {
        this.keys = keys;
    }

    static KeyWatch begun(ApiKeys keys) {
        var watch = new KeyWatch(keys);
        var _ = watch.clock.scheduleWithFixedDelay(watch::check, 0, BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** An open request; compared by itself. */
    public static final class Watched implements AutoCloseable {
        private final KeyWatch watch;
        private final KeyId key;
        private final Runnable revoked;
        private final Runnable unknown;

        private Watched(KeyWatch watch, KeyId key, Runnable revoked, Runnable unknown) {
            this.watch = watch;
            this.key = key;
            this.revoked = revoked;
            this.unknown = unknown;
        }

        /** The request is over. */
        @Override
        public void close() {
            watch.open.remove(this);
        }
    }

    /**
     * Watches over a request with a key that was good a moment ago.
     *
     * @param revoked told when the key has been revoked, again and again until the request is over; waits for nothing
     * @param unknown as that, when it has been unknown for too long whether the key is good
     * @return to be closed when the request is over
     */
    public Watched watch(KeyId key, Runnable revoked, Runnable unknown) {
        var watched = new Watched(this, key, revoked, unknown);
        open.add(watched);
        return watched;
    }

    /** What a request hears whose key has been revoked while it was under way. */
    public static ProblemException revoked(Actor actor) {
        return ProblemException.of(
                ProblemCode.UNAUTHENTICATED, "The key '%s' has been revoked.".formatted(actor.name()));
    }

    /** Whether it is certain that the keys of those who were not told otherwise are good. */
    public boolean isCertain() {
        return System.nanoTime() - checkedAt < CHECKED_FOR.toNanos();
    }

    private void check() {
        long now = System.nanoTime();
        try {
            Set<KeyId> asked = open.stream().map(watched -> watched.key).collect(Collectors.toSet());
            Set<KeyId> good = keys.stillInUse(asked);
            for (Watched watched : open) {
                if (asked.contains(watched.key) && !good.contains(watched.key)) {
                    watched.revoked.run();
                }
            }
            checkedAt = now;
        } catch (RuntimeException e) {
            LOG.debug("The keys of open requests cannot be checked", e);
            if (!isCertain()) {
                open.forEach(watched -> watched.unknown.run());
            }
        }
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}
