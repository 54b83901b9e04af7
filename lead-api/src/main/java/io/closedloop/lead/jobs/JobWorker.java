package io.closedloop.lead.jobs;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.leases.Lease;
import io.closedloop.lead.leases.Leases;
import io.closedloop.lead.leases.Stops;
import java.time.Duration;
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
    static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WORDS = Duration.ofMillis(500);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);

    private final Jobs jobs;
    private final JobTable table;
    private final JobKinds kinds;
    private final Leases leases;
    private final JobEnd end;
    private final JobProperties properties;
    private final Duration endedWithin;
    private final ScheduledExecutorService working = timer("jobs");
    private final ScheduledExecutorService watching = timer("jobs-watch");
    private volatile @Nullable JobRun<?> current;
    private volatile boolean running;

    // Only the thread that works.
    private boolean deaf;

    JobWorker(Jobs jobs, JobTable table, JobKinds kinds, Leases leases, JobProperties properties) {
        this(jobs, table, kinds, leases, properties, ENDED_WITHIN);
    }

    /** @param endedWithin how long a stop waits for work under way */
    JobWorker(
            Jobs jobs, JobTable table, JobKinds kinds, Leases leases, JobProperties properties, Duration endedWithin) {
        this.jobs = jobs;
        this.table = table;
        this.kinds = kinds;
        this.leases = leases;
        this.end = new JobEnd(table);
        this.properties = properties;
        this.endedWithin = endedWithin;
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
        } catch (RuntimeException | Error e) {
            if (!deaf) {
                deaf = true;
                LOG.warn("Jobs cannot be looked for, and are tried again every second", e);
            }
        }
    }

    /** Whether a job was done, so that the next is looked for at once. */
    private boolean workOne() {
        for (UUID id : table.free(kinds.names(), CANDIDATES)) {
            try {
                Optional<Lease> lease = running ? leases.take(JobTable.leaseOn(id)) : Optional.empty();
                if (lease.isPresent() && workUnder(lease.get(), id)) {
                    return true;
                }
            } catch (RuntimeException | Error e) {
                LOG.warn("The job {} cannot be begun, and is tried again every second", id, e);
            }
        }
        return false;
    }

    private boolean workUnder(Lease lease, UUID id) {
        try (lease) {
            Optional<Integer> runs = table.begin(id, lease.tenure());
            Optional<Job> job = runs.flatMap(_ -> table.find(id));
            return job.isPresent() && begin(job.get(), lease, runs.orElseThrow());
        }
    }

    private boolean begin(Job job, Lease lease, int runs) {
        JobKind<?, ?> kind = kinds.find(job.kind()).orElseThrow();
        if (job.cancelAsked()) {
            end.cancelled(job, lease, null);
            return true;
        }
        if (runs > MOST_RUNS) {
            LOG.error("The job {} is given up: it was begun {} times without coming further", job, MOST_RUNS);
            end.failed(
                    job,
                    lease,
                    null,
                    "It was begun %d times without coming further; the logs of the instances say why."
                            .formatted(MOST_RUNS));
            return true;
        }
        return work(kind, job, lease);
    }

    /** Whether it has ended, or is left to others; not where it is to be tried again in a while. */
    private <Q extends Record, R extends Record> boolean work(JobKind<Q, R> kind, Job job, Lease lease) {
        LOG.info("The job {} begins, asked for by the key '{}'", job, job.askedByName());
        JobRun<Q> run;
        try {
            run = new JobRun<>(job, AnswerJson.MAPPER.readValue(job.question(), kind.question()), lease, table);
        } catch (RuntimeException e) {
            LOG.error("The question of the job {} cannot be read", job, e);
            end.failed(job, lease, null, "Its question cannot be read; the log of the instance says why.");
            return true;
        }
        current = run;
        lease.onEnd(() -> lost(run));
        try {
            if (!running) {
                run.stop(JobRun.Stop.SERVICE_STOPS);
            }
            run.goOn();
            R result = uninterrupted(kind, run);
            end.done(job, lease, run.progress(), result);
            return true;
        } catch (Exception | Error e) {
            return broken(run, lease, e);
        } finally {
            current = null;
        }
    }

    /** The work that is under way has its lease no more. */
    private void lost(JobRun<?> run) {
        if (current == run) {
            run.stop(JobRun.Stop.LEASE_LOST);
        }
    }

    private static <Q extends Record, R extends Record> R uninterrupted(JobKind<Q, R> kind, JobRun<Q> run)
            throws Exception {
        try {
            return kind.run(run);
        } finally {
            // What is written with an interrupt that is still to be told closes an embedded database for everyone.
            boolean _ = Thread.interrupted();
        }
    }

    private boolean broken(JobRun<?> run, Lease lease, Throwable failure) {
        Job job = run.job();
        if (run.stopped() != null) {
            LOG.info("The job {} was broken off: {}", job, failure.toString());
            stopped(run, lease);
            return true;
        }
        if (failure instanceof JobFailedException) {
            LOG.warn("The job {} failed: {}", job, failure.getMessage(), failure.getCause());
            end.failed(job, lease, run.progress(), String.valueOf(failure.getMessage()));
            return true;
        }
        if (Outage.isBehind(failure) || failure instanceof InterruptedException) {
            LOG.warn("The job {} was broken off, and is begun again: {}", job, failure.toString());
            return false;
        }
        LOG.error("The job {} failed", job, failure);
        end.failed(job, lease, run.progress(), "It failed in a way that only the log of the instance tells.");
        return true;
    }

    private void stopped(JobRun<?> run, Lease lease) {
        Job job = run.job();
        switch (run.stopped()) {
            case CANCELLED -> end.cancelled(job, lease, run.progress());
            case SERVICE_STOPS -> {
                LOG.info("The job {} goes on on another instance, or after the next start", job);
                leave(job, lease);
            }
            case LEASE_LOST -> {
                LOG.warn("The job {} has been left to another instance: the lease has run out", job);
                leave(job, lease);
            }
            case null -> throw new IllegalStateException("the job %s ended as if it had been stopped".formatted(job));
        }
    }

    private void leave(Job job, Lease lease) {
        try {
            table.leave(job.id(), lease.tenure());
        } catch (RuntimeException e) {
            LOG.warn("That the job {} was left in order cannot be stored: {}", job, e.toString());
        }
    }

    private void watch() {
        JobRun<?> run = current;
        if (run != null) {
            try {
                run.look();
            } catch (RuntimeException e) {
                LOG.debug("How far the job {} is cannot be said; tried again", run.job(), e);
            } catch (Error e) {
                LOG.error("How far the job {} is cannot be said; tried again", run.job(), e);
            }
        }
    }

    private void forget() {
        try {
            int forgotten = 0;
            List<UUID> old;
            do {
                old = table.endedBefore(properties.kept(), FORGOTTEN_AT_ONCE);
                leases.forget(old.stream().map(JobTable::leaseOn).toList());
                table.forget(old);
                forgotten += old.size();
            } while (old.size() == FORGOTTEN_AT_ONCE && running);
            if (forgotten > 0) {
                LOG.info("Forgot {} jobs that ended longer than {} ago", forgotten, properties.kept());
            }
        } catch (RuntimeException e) {
            LOG.debug("Old jobs could not be forgotten; they will be in an hour", e);
        } catch (Error e) {
            LOG.error("Old jobs could not be forgotten; they will be in an hour", e);
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

    /**
     * Tells work to end and waits until it has: an interrupt could close an embedded database for everyone. Work that
     * does not end is left as a death would leave it.
     */
    @Override
    public void stop() {
        running = false;
        JobRun<?> run = current;
        if (run != null) {
            run.stop(JobRun.Stop.SERVICE_STOPS);
        }
        if (!Stops.within(working, endedWithin)) {
            JobRun<?> stuck = current;
            LOG.error(
                    "The work of the job {} does not end; it is begun again as after a death",
                    stuck == null ? "?" : stuck.job());
            if (stuck != null) {
                stuck.abandon();
            }
        }
        if (!Stops.within(watching, ENDED_WITHIN)) {
            LOG.warn("The database still keeps waiting whoever looks after jobs");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
