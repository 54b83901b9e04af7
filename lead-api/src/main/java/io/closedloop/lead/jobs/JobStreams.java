package io.closedloop.lead.jobs;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.HangUp;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.StreamOutput;
import io.closedloop.lead.keys.KeyWatch;
import io.closedloop.lead.waiting.Places;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;

/**
 * All who follow jobs on this instance: a bounded number, none of them on a thread of the web server. One query, four
 * times a second, reads the jobs of all of them, and only while somebody listens.
 */
final class JobStreams implements SmartLifecycle {
    static final int AT_ONCE = 64;
    static final int PER_KEY = 16;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration COME_BACK = Duration.ofSeconds(5);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(JobStreams.class);

    private final Jobs jobs;
    private final KeyWatch keys;
    private final Places places = new Places(AT_ONCE, PER_KEY, "streams of jobs", COME_BACK);
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("job-stream-", 0).factory());
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("job-streams").daemon(true).factory());
    private volatile boolean running;

    /** A stream, that its key is watched over, and the place that it takes. */
    private record Open(JobStream stream, KeyWatch.Watched key, Places.Place place) {}

    JobStreams(Jobs jobs, KeyWatch keys) {
        this.jobs = jobs;
        this.keys = keys;
    }

    /** How many follow now. */
    int size() {
        return open.size();
    }

    /**
     * Answers a request with a job as it changes, until it has ended or its caller leaves.
     *
     * @throws ProblemException 429 when too many follow, in all or of this key, 503 while the service stops
     */
    void open(Actor actor, Job job, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!running) {
            throw ProblemException.retryable(ProblemCode.STORE_UNAVAILABLE, "The service is stopping.", COME_BACK);
        }
        Places.Place place = places.take(actor);
        boolean opened = false;
        try {
            begin(place, actor, job, request, response);
            opened = true;
        } finally {
            if (!opened) {
                place.close();
            }
        }
    }

    private void begin(
            Places.Place place, Actor actor, Job job, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("Cache-Control", "no-store");
        // For proxies that would collect an answer before they pass it on.
        response.setHeader("X-Accel-Buffering", "no");
        var output = new StreamOutput(request.startAsync(), response.getOutputStream(), HangUp.of(request), PATIENCE);
        try {
            begin(place, actor, job, output);
        } catch (RuntimeException | Error e) {
            // An answer that was begun is not ended by the container.
            output.end();
            throw e;
        }
    }

    private void begin(Places.Place place, Actor actor, Job job, StreamOutput output) {
        var stream = new JobStream(job, output);
        var key = keys.watch(
                actor.id(),
                () -> stream.end("the key has been revoked"),
                () -> stream.end("the key cannot be checked"));
        var one = new Open(stream, key, place);
        open.add(one);
        try {
            output.open(() -> threads.execute(stream), () -> close(one));
        } catch (RuntimeException | Error e) {
            close(one);
            throw e;
        }
        if (!running) {
            stream.end("the service is stopping");
        }
    }

    private void close(Open one) {
        if (open.remove(one)) {
            one.key().close();
            one.stream().end("the reader has left");
            one.place().close();
        }
    }

    private void look() {
        if (open.isEmpty()) {
            return;
        }
        try {
            Set<UUID> followed = open.stream().map(one -> one.stream().job()).collect(Collectors.toSet());
            Map<UUID, Job> now = jobs.find(followed).stream().collect(Collectors.toMap(Job::id, Function.identity()));
            for (Open one : open) {
                Job job = now.get(one.stream().job());
                if (job != null) {
                    one.stream().tell(job);
                } else if (followed.contains(one.stream().job())) {
                    one.stream().end("the job has been forgotten");
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("The jobs that are followed cannot be read; they are soon", e);
        } catch (Error e) {
            LOG.error("The jobs that are followed cannot be read, and are tried again", e);
        }
    }

    @Override
    public void start() {
        running = true;
        Future<?> _ = looking.scheduleWithFixedDelay(
                this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Before the web server waits for requests under way: these would not end by themselves. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void stop() {
        running = false;
        looking.shutdown();
        long deadline = System.nanoTime() + ENDED_WITHIN.toNanos();
        open.forEach(one -> one.stream().end("the service is stopping"));
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
