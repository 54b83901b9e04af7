package io.closedloop.lead.waiting;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.HangUp;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.keys.KeyWatch;
import io.closedloop.lead.log.EventLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * All requests that wait for a position. A request that has to wait is suspended without a thread. It is dispatched
 * again from the beginning once the position is there, the time is up, the caller has hung up, or the key has been
 * revoked; this second time it does not wait.
 *
 * <p>One thread watches each {@link Follower} for all requests that wait for it, and only as long as one waits.
 */
public final class Waits implements SmartLifecycle {
    private static final String ATTRIBUTE = Waits.class.getName();
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS_AT_CALLERS = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Waits.class);

    private final EventLog log;
    private final KeyWatch keys;
    private final Places places;
    private final Counter refused;
    private final Map<Follower, Line> lines = new ConcurrentHashMap<>();
    private final Set<Wait> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor clock;
    private volatile boolean running;

    Waits(EventLog log, KeyWatch keys, WaitProperties properties, MeterRegistry registry) {
        this.log = log;
        this.keys = keys;
        this.places =
                new Places(properties.atOnce(), properties.perKey(), "requests that wait for a position", RETRY_AFTER);
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("waits-clock").daemon().factory());
        clock.setRemoveOnCancelPolicy(true);
        Gauge.builder("closedloop.waits.active", places, Places::taken)
                .description("requests that wait for a position of the log just now")
                .register(registry);
        this.refused = Counter.builder("closedloop.waits.refused")
                .description("requests that could not wait because too many did")
                .register(registry);
    }

    /**
     * Returns once a follower has come to a position. Where it has not yet, the request's thread is given back by an
     * exception that nobody but the web server catches, and the request comes again.
     *
     * @param atMost how long to wait
     * @param wanted says for which position; asked the first time only, so that it stays the same
     * @throws ProblemException 503 {@code projection-behind} when the follower does not come so far in time, or the log
     *     itself does not go so far; 429 when too many wait already
     */
    public void await(
            HttpServletRequest request, Actor actor, Duration atMost, Follower follower, LongSupplier wanted) {
        await(request, actor, atMost, follower, wanted, 0);
    }

    /** As {@link #await}, for the event that the log will have next: a position one beyond its end is waited for. */
    public void awaitOneFurther(
            HttpServletRequest request, Actor actor, Duration atMost, Follower follower, LongSupplier wanted) {
        await(request, actor, atMost, follower, wanted, 1);
    }

    private void await(
            HttpServletRequest request,
            Actor actor,
            Duration atMost,
            Follower follower,
            LongSupplier wanted,
            int beyondTheEnd) {
        if (request.getAttribute(ATTRIBUTE) instanceof Wait before) {
            before.conclude();
            return;
        }
        long position = wanted.getAsLong();
        if (position <= 0 || follower.position() >= position) {
            return;
        }
        requireInTheLog(position, beyondTheEnd);
        if (!atMost.isPositive()) {
            throw behind(follower, position, atMost);
        }
        if (!running) {
            throw stopping();
        }
        begin(request, actor, atMost, follower, position);
        throw new AnsweredLater();
    }

    /**
     * Refuses a position that the log has not come to: nobody has been told of it, so nobody knows when it will come.
     *
     * @throws ProblemException 503 {@code projection-behind}
     */
    public void requireInTheLog(long position) {
        requireInTheLog(position, 0);
    }

    private void requireInTheLog(long position, int beyondTheEnd) {
        long end = log.head().position();
        if (position - beyondTheEnd > end) {
            throw ProblemException.retryable(
                    ProblemCode.PROJECTION_BEHIND,
                    "The log ends at position %d: position %d is not waited for.".formatted(end, position),
                    RETRY_AFTER);
        }
    }

    private static ProblemException behind(Follower follower, long position, Duration waited) {
        return ProblemException.retryable(
                ProblemCode.PROJECTION_BEHIND,
                "What this reads has come to position %d, not to %d, after %d s."
                        .formatted(follower.position(), position, waited.toSeconds()),
                RETRY_AFTER);
    }

    private static ProblemException stopping() {
        return ProblemException.retryable(
                ProblemCode.STORE_UNAVAILABLE, "The service is stopping.", Duration.ofSeconds(5));
    }

    private void begin(HttpServletRequest request, Actor actor, Duration atMost, Follower follower, long position) {
        Places.Place place;
        try {
            place = places.take(actor);
        } catch (ProblemException e) {
            refused.increment();
            throw e;
        }
        Wait wait;
        try {
            wait = new Wait(place, actor, atMost, follower, position, HangUp.of(request), request.startAsync());
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
        request.setAttribute(ATTRIBUTE, wait);
        wait.begin();
    }

    /** How many requests wait now. */
    int size() {
        return open.size();
    }

    private enum End {
        REACHED,
        TIME_IS_UP,
        CALLER_LEFT,
        KEY_REVOKED,
        SERVICE_STOPS
    }

    /** One request that waits. */
    private final class Wait implements AsyncListener {
        private final Places.Place place;
        private final Actor actor;
        private final Duration atMost;
        private final Follower follower;
        private final long position;
        private final HangUp connection;
        private final AsyncContext context;
        private KeyWatch.@Nullable Watched key;
        private @Nullable Future<?> deadline;
        private @Nullable End end;

        Wait(
                Places.Place place,
                Actor actor,
                Duration atMost,
                Follower follower,
                long position,
                HangUp connection,
                AsyncContext context) {
            this.place = place;
            this.actor = actor;
            this.atMost = atMost;
            this.follower = follower;
            this.position = position;
            this.connection = connection;
            this.context = context;
        }

        void begin() {
            context.setTimeout(0);
            context.addListener(this);
            synchronized (this) {
                open.add(this);
                key = keys.watch(actor.id(), () -> end(End.KEY_REVOKED), () -> {});
                try {
                    deadline = clock.schedule(() -> end(End.TIME_IS_UP), atMost.toNanos(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException e) {
                    LOG.debug("The service stops just now, which ends the wait", e);
                }
            }
            lines.computeIfAbsent(follower, Line::new).add(this);
            if (!running) {
                end(End.SERVICE_STOPS);
            }
        }

        /** Sends the request on, unless that has been done. */
        void end(End how) {
            if (isEnded(how)) {
                try {
                    context.dispatch();
                } catch (IllegalStateException e) {
                    LOG.debug("The web server has ended a request that waited", e);
                }
            }
        }

        /** Whether this is its end; it has only one. */
        private synchronized boolean isEnded(End how) {
            if (end != null) {
                return false;
            }
            end = how;
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (key != null) {
                key.close();
            }
            open.remove(this);
            place.close();
            return true;
        }

        /** The web server must not be at work on the request meanwhile, so it is sent on before or after this. */
        private synchronized boolean callerHasLeft() {
            return end == null && connection.callerHasLeft();
        }

        void lookForCaller() {
            if (callerHasLeft()) {
                // A caller that has closed only its own half of the connection still gets an answer.
                end(End.CALLER_LEFT);
            }
        }

        /** @throws ProblemException where the position was not reached */
        synchronized void conclude() {
            switch (Objects.requireNonNull(end, "a request that waits does not come again before the wait has ended")) {
                case REACHED -> {}
                case TIME_IS_UP, CALLER_LEFT -> throw behind(follower, position, atMost);
                case KEY_REVOKED -> throw KeyWatch.revoked(actor);
                case SERVICE_STOPS -> throw stopping();
            }
        }

        @Override
        public void onError(AsyncEvent event) {
            if (isEnded(End.CALLER_LEFT)) {
                event.getAsyncContext().complete();
            }
        }

        /** Never: the request has no time-out but its own. */
        @Override
        public void onTimeout(AsyncEvent event) {
            onError(event);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            isEnded(End.CALLER_LEFT);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // A stream, which begins when the wait is over.
        }
    }

    /** All who wait for one follower, and the thread that looks after it for them. */
    private final class Line implements Runnable {
        private final Follower follower;
        private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition somebody = lock.newCondition();

        Line(Follower follower) {
            this.follower = follower;
            Thread.ofPlatform().name("waits").daemon().start(this);
        }

        void add(Wait wait) {
            waiting.add(wait);
            stir();
        }

        void stir() {
            lock.lock();
            try {
                somebody.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void run() {
            while (awaitSomebody()) {
                try {
                    long reached = follower.position();
                    waiting.removeIf(wait -> {
                        if (wait.position <= reached) {
                            wait.end(End.REACHED);
                        }
                        return !open.contains(wait);
                    });
                    if (!waiting.isEmpty()) {
                        follower.awaitBeyond(reached, LOOK);
                    }
                } catch (RuntimeException e) {
                    LOG.debug("How far things have come cannot be asked; those who wait go on waiting", e);
                    LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
                } catch (InterruptedException e) {
                    LOG.warn("Somebody interrupted a thread that looks after waiting requests; it goes on", e);
                }
            }
        }

        /** False when nobody will wait any more. */
        private boolean awaitSomebody() {
            lock.lock();
            try {
                while (running && waiting.isEmpty()) {
                    somebody.awaitUninterruptibly();
                }
                return running;
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void start() {
        running = true;
        var _ = clock.scheduleWithFixedDelay(
                () -> open.forEach(Wait::lookForCaller),
                BETWEEN_LOOKS_AT_CALLERS.toMillis(),
                BETWEEN_LOOKS_AT_CALLERS.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Before the web server waits for requests under way: these would not end by themselves. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(wait -> wait.end(End.SERVICE_STOPS));
        lines.values().forEach(Line::stir);
        clock.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
