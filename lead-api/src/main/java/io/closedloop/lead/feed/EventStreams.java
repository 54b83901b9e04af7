package io.closedloop.lead.feed;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.HangUp;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.StreamOutput;
import io.closedloop.lead.keys.KeyWatch;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.queries.EventFilter;
import io.closedloop.lead.waiting.Places;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;

/**
 * All live streams of this instance: a bounded number at a time, each on a thread of its own that is cheap while it
 * waits. A stream lasts as long as its key is good and the service runs.
 */
final class EventStreams implements SmartLifecycle {
    /** Streams that are far behind read pages beside everybody else's reading; a few at a time are fast enough. */
    private static final int CATCHING_UP_AT_ONCE = 3;

    private static final Duration COME_BACK = Duration.ofSeconds(5);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(2);

    private final LogTail tail;
    private final EventFrames frames;
    private final KeyWatch keys;
    private final FeedProperties properties;
    private final Places places;
    private final Semaphore catchingUp = new Semaphore(CATCHING_UP_AT_ONCE);
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("event-stream-", 0).factory());
    private volatile boolean running;
    /** The epoch that streams were last ended for not being of; null before the first. */
    private volatile @Nullable UUID toldEpoch;

    /** A stream, what it is written to, that its key is watched over, and the place that it takes. */
    private record Open(EventStream stream, StreamOutput output, KeyWatch.Watched key, Places.Place place, UUID epoch) {
        void end(String reason) {
            EventStreams.end(stream, output, reason);
        }
    }

    EventStreams(LogTail tail, EventFrames frames, KeyWatch keys, FeedProperties properties) {
        this.tail = tail;
        this.frames = frames;
        this.keys = keys;
        this.properties = properties;
        this.places = new Places(properties.subscribers(), properties.subscribersPerKey(), "live streams", COME_BACK);
    }

    /** How many are open now. */
    int size() {
        return open.size();
    }

    /**
     * Answers a request with the log from a position on, for as long as its caller listens.
     *
     * @param epochs refuses the epoch of what the stream begins with, where the caller followed the log in another
     * @param filter which events the caller wants
     * @param from where the position was named, for the error if the log has not come so far
     * @throws ProblemException 429 when too many are open, in all or of this key, 503 while the service stops, 400 for
     *     a position to come
     */
    void open(
            Actor actor,
            long after,
            Consumer<UUID> epochs,
            EventFilter filter,
            FieldError from,
            Correlation correlation,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (!running) {
            throw ProblemException.retryable(ProblemCode.STORE_UNAVAILABLE, "The service is stopping.", COME_BACK);
        }
        Places.Place place = places.take(actor);
        boolean opened = false;
        try {
            LogHead head = tail.join();
            try {
                epochs.accept(head.epoch());
                if (after > head.position()) {
                    throw ProblemException.malformed(
                            "The log ends at position %d; a reader that has seen position %d followed another log, or this one before it was restored from a backup."
                                    .formatted(head.position(), after),
                            from);
                }
                begin(place, actor, after, head.epoch(), filter, correlation, request, response);
                opened = true;
            } finally {
                if (!opened) {
                    tail.leave();
                }
            }
        } finally {
            if (!opened) {
                place.close();
            }
        }
    }

    private void begin(
            Places.Place place,
            Actor actor,
            long after,
            UUID epoch,
            EventFilter filter,
            Correlation correlation,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader(KnownEpoch.HEADER, epoch.toString());
        // For proxies that would collect an answer before they pass it on.
        response.setHeader("X-Accel-Buffering", "no");
        var output = new StreamOutput(
                request.startAsync(), response.getOutputStream(), HangUp.of(request), properties.patience());
        var stream = new EventStream(
                actor, correlation, after, filter, frames, tail, catchingUp, properties, keys::isCertain, output);
        var key = keys.watch(
                actor.id(),
                () -> end(stream, output, "the key has been revoked"),
                () -> end(stream, output, "the key cannot be checked"));
        var one = new Open(stream, output, key, place, epoch);
        open.add(one);
        output.open(() -> threads.execute(stream), () -> close(one));
        if (!running) {
            one.end("the service is stopping");
        }
        endIfOfAnotherEpoch(one);
    }

    private static void end(EventStream stream, StreamOutput output, String reason) {
        stream.end(reason);
        output.hurry();
    }

    private void close(Open one) {
        if (open.remove(one)) {
            one.key().close();
            one.stream().end("the reader has left");
            tail.leave();
            one.place().close();
        }
    }

    /** The epoch may have been told of between the look at the head and now. */
    private void endIfOfAnotherEpoch(Open one) {
        UUID told = toldEpoch;
        if (told == null || told.equals(one.epoch())) {
            return;
        }
        try {
            if (!tail.presentEpoch().equals(one.epoch())) {
                one.end("the log's epoch has changed");
            }
        } catch (StoreUnavailableException e) {
            one.end("the log's epoch cannot be read");
        }
    }

    /** Whoever comes back finds out that the log has been set back. */
    private void endThoseOfOtherEpochs(UUID present) {
        toldEpoch = present;
        for (Open one : open) {
            if (!one.epoch().equals(present)) {
                one.end("the log's epoch has changed");
            }
        }
    }

    @Override
    public void start() {
        tail.onEpoch(this::endThoseOfOtherEpochs);
        tail.start();
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
        tail.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
