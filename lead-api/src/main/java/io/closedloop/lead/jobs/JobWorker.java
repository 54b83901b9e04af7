package io.closedloop.lead.jobs;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.leases.Lease;
import io.closedloop.lead.leases.Leases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does jobs, one at a time on this instance: one that waits, or one that ran on an instance that died. A second thread
 * says how far it is, hears whether it is cancelled, and forgets old jobs.
 */
final class JobWorker implements SmartLifecycle {
    /** A job that takes its instance with it would otherwise be the end of every instance in turn. */
    static final int MOST_RUNS = 5;

    private static final int CANDIDATES = 100;
    private static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

    private final Jobs jobs;
    private final JobTable table;
    private final JobKinds kinds;
    private final Leases leases;
    private final JobEnd end;
    private final JobProperties properties;
    private final InstantSource clock;
    private final ScheduledExecutorService working = timer("jobs");
    private final ScheduledExecutorService watching = timer("jobs-watch");
    private volatile @Nullable JobRun<?> current;
    private volatile boolean running;

    // Only the thread that works.
    private boolean deaf;

    JobWorker(Jobs jobs, JobTable table, JobKinds kinds, Leases leases, JobProperties properties, InstantSource clock) {
        this.jobs = jobs;
        this.table = table;
        this.kinds = kinds;
        this.leases = leases;
        this.end = new JobEnd(table);
        this.properties = properties;
        this.clock = clock;
    }

    private static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }

    private void look() {
        try {
            working.execute(this::workAll);
        } catch (RejectedExecutionException e) {
            LOG.debug("The instance is stopping; the job is done by another, or after the next start", e);
        }
    }

    /** Does whatever there is to do. */
    private void workAll() {
        try {
            boolean found = true;
            while (found && running) {
                found = workOne();
            }
            deaf = false;
        } catch (RuntimeException e) {
            if (!deaf) {
                deaf = true;
                LOG.warn("Jobs cannot be looked for, and are tried again every second: {}", e.toString());
            }
        }
    }

    /** Whether there was something to do. */
    private boolean workOne() {
        for (UUID id : table.open(kinds.names(), CANDIDATES)) {
            Optional<Lease> lease = leases.take(leaseOn(id));
            if (lease.isPresent()) {
                try (Lease held = lease.get()) {
                    Optional<Integer> runs = table.begin(id, held.fence());
                    if (runs.isPresent()) {
                        int times = runs.get();
                        table.find(id).ifPresent(job -> begin(job, held, times));
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static String leaseOn(UUID job) {
        return "job " + job;
    }

    private void begin(Job job, Lease lease, int runs) {
        JobKind<?, ?> kind = kinds.find(job.kind()).orElseThrow();
        if (job.cancelAsked()) {
            end.cancelled(job, lease, null);
        } else if (runs > MOST_RUNS) {
            LOG.error("The job {} is given up: it was begun {} times, and its instance died each time", job, MOST_RUNS);
            end.failed(
                    job,
                    lease,
                    null,
                    "It was begun %d times, and each time the instance that did it died.".formatted(MOST_RUNS));
        } else {
            work(kind, job, lease, runs);
        }
    }

    private <Q extends Record, R extends Record> void work(JobKind<Q, R> kind, Job job, Lease lease, int runs) {
        LOG.info("The job {} begins, asked for by the key '{}'", job, job.askedByName());
        JobRun<Q> run;
        try {
            run = new JobRun<>(job, AnswerJson.MAPPER.readValue(job.question(), kind.question()), lease, table, runs);
        } catch (RuntimeException e) {
            LOG.error("The question of the job {} cannot be read", job, e);
            end.failed(job, lease, null, "Its question cannot be read; the log of the instance says why.");
            return;
        }
        current = run;
        try {
            if (!running) {
                run.stop(JobRun.Stop.SERVICE_STOPS);
            }
            run.goOn();
            R result = kind.run(run);
            end.done(job, lease, run.progress(), result);
        } catch (JobStoppedException e) {
            stopped(run, lease);
        } catch (JobFailedException e) {
            LOG.warn("The job {} failed: {}", job, e.getMessage(), e.getCause());
            end.failed(job, lease, run.progress(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            if (run.stopped() != null) {
                LOG.info("The job {} was broken off, which it took for a failure: {}", job, e.toString());
                stopped(run, lease);
            } else {
                LOG.error("The job {} failed", job, e);
                end.failed(job, lease, run.progress(), "It failed in a way that only the log of the instance tells.");
            }
        } finally {
            current = null;
        }
    }

    private void stopped(JobRun<?> run, Lease lease) {
        Job job = run.job();
        switch (run.stopped()) {
            case CANCELLED -> end.cancelled(job, lease, run.progress());
            case SERVICE_STOPS -> {
                LOG.info("The job {} goes on on another instance, or after the next start", job);
                table.leave(job.id(), lease.fence());
            }
            case LEASE_LOST -> LOG.warn("The job {} has been left to another instance: the lease has run out", job);
            case null -> throw new IllegalStateException("the job %s ended as if it had been stopped".formatted(job));
        }
    }

    private void watch() {
        JobRun<?> run = current;
        if (run != null) {
            try {
                run.look();
            } catch (RuntimeException e) {
                LOG.debug("How far the job {} is cannot be said; tried again", run.job(), e);
            }
        }
    }

    private void forget() {
        try {
            List<UUID> old = table.endedBefore(clock.instant().minus(properties.kept()), FORGOTTEN_AT_ONCE);
            leases.forget(old.stream().map(JobWorker::leaseOn).toList());
            table.forget(old);
            if (!old.isEmpty()) {
                LOG.info("Forgot {} jobs that ended longer than {} ago", old.size(), properties.kept());
            }
        } catch (RuntimeException e) {
            LOG.debug("Old jobs could not be forgotten; they will be in an hour", e);
        }
    }

    @Override
    public void start() {
        running = true;
        jobs.onAsked(this::look);
        Future<?> _ = working.scheduleWithFixedDelay(this::workAll, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        Future<?> _ = watching.scheduleWithFixedDelay(
                this::watch, BETWEEN_WORDS.toMillis(), BETWEEN_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        Future<?> _ = watching.scheduleWithFixedDelay(this::forget, 1, 60L * 60, TimeUnit.SECONDS);
    }

    /** Tells work to end and waits until it has: an interrupt could close an embedded database for everyone. */
    @Override
    public void stop() {
        running = false;
        JobRun<?> run = current;
        if (run != null) {
            run.stop(JobRun.Stop.SERVICE_STOPS);
        }
        working.close();
        watching.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
