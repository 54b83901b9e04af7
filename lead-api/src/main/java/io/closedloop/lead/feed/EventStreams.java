package io.closedloop.lead.feed;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.HangUp;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.keys.ApiKeys;
import io.closedloop.lead.queries.EventFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;

/**
 * All live streams of this instance: so many at a time, each on a thread of its own that is cheap while it waits, each
 * as long as its key is good and the service runs.
 */
final class EventStreams implements SmartLifecycle {
    /** Streams that are far behind read pages beside everybody else's reading; a few at a time are fast enough. */
    private static final int CATCHING_UP_AT_ONCE = 3;

    private static final Duration BETWEEN_KEY_CHECKS = Duration.ofMillis(500);
    /** A revoked key is refused everywhere after five seconds, also where the database does not answer. */
    private static final Duration KEYS_CHECKED_FOR = Duration.ofSeconds(4);

    private static final Duration ENDED_WITHIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    private final LogTail tail;
    private final EventFrames frames;
    private final ApiKeys keys;
    private final FeedProperties properties;
    private final Semaphore places;
    private final Semaphore catchingUp = new Semaphore(CATCHING_UP_AT_ONCE);
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("event-stream-", 0).factory());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("event-streams").daemon().factory());
    private volatile long keysCheckedAt = System.nanoTime();
    private volatile boolean running;

    /** A stream, and what it is written to. */
    private record Open(EventStream stream, StreamOutput output) {
        void end(String reason) {
            stream.end(reason);
            output.hurry();
        }
    }

    EventStreams(LogTail tail, EventFrames frames, ApiKeys keys, FeedProperties properties) {
        this.tail = tail;
        this.frames = frames;
        this.keys = keys;
        this.properties = properties;
        this.places = new Semaphore(properties.subscribers());
    }

    /** How many are open now. */
    int size() {
        return open.size();
    }

    /**
     * Answers a request with the log from a position on, for as long as its caller listens.
     *
     * @param filter which events the caller wants
     * @param from where the position was named, for the error if the log has not come so far
     * @throws ProblemException 429 when too many are open, 503 while the service stops, 400 for a position to come
     */
    void open(
            Actor actor,
            long after,
            EventFilter filter,
            FieldError from,
            Correlation correlation,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!running) {
            throw ProblemException.retryable(
                    ProblemCode.STORE_UNAVAILABLE, "The service is stopping.", Duration.ofSeconds(5));
        }
        if (!places.tryAcquire()) {
            throw ProblemException.retryable(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "As many live streams as the service takes at once are open.",
                    Duration.ofSeconds(5));
        }
        boolean opened = false;
        try {
            long head = tail.join();
            try {
                if (after > head) {
                    throw ProblemException.malformed(
                            "The log ends at position %d: whoever has seen position %d has followed another log, or one that was restored from a backup since."
                                    .formatted(head, after),
                            from);
                }
                begin(actor, after, filter, correlation, request, response);
                opened = true;
            } finally {
                if (!opened) {
                    tail.leave();
                }
            }
        } finally {
            if (!opened) {
                places.release();
            }
        }
    }

    private void begin(
            Actor actor,
            long after,
            EventFilter filter,
            Correlation correlation,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        // For proxies that would collect an answer before they pass it on.
        response.setHeader("X-Accel-Buffering", "no");
        var output = new StreamOutput(
                request.startAsync(), response.getOutputStream(), HangUp.of(request), properties.patience());
        var stream = new EventStream(
                actor, correlation, after, filter, frames, tail, catchingUp, properties, this::keysAreChecked, output);
        var one = new Open(stream, output);
        open.add(one);
        output.open(() -> threads.execute(stream), () -> close(one));
        if (!running) {
            one.end("the service is stopping");
        }
    }

    private void close(Open one) {
        if (open.remove(one)) {
            one.stream().end("the reader has left");
            tail.leave();
            places.release();
        }
    }

    private boolean keysAreChecked() {
        return System.nanoTime() - keysCheckedAt < KEYS_CHECKED_FOR.toNanos();
    }

    private void checkKeys() {
        long now = System.nanoTime();
        try {
            Set<KeyId> asked =
                    open.stream().map(one -> one.stream().reader().id()).collect(Collectors.toSet());
            Set<KeyId> good = keys.stillInUse(asked);
            for (Open one : open) {
                KeyId key = one.stream().reader().id();
                if (asked.contains(key) && !good.contains(key)) {
                    one.end("the key has been revoked");
                }
            }
            keysCheckedAt = now;
        } catch (RuntimeException e) {
            LOG.debug("The keys of live streams cannot be checked", e);
            if (!keysAreChecked()) {
                open.forEach(one -> one.end("the key cannot be checked"));
            }
        }
    }

    @Override
    public void start() {
        tail.start();
        var _ = clock.scheduleWithFixedDelay(this::checkKeys, 0, BETWEEN_KEY_CHECKS.toMillis(), TimeUnit.MILLISECONDS);
        running = true;
    }

    /** Before the web server waits for requests under way: these would not end by themselves. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void stop() {
        running = false;
        long deadline = System.nanoTime() + ENDED_WITHIN.toNanos();
        open.forEach(one -> one.end("the service is stopping"));
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        clock.shutdown();
        tail.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
