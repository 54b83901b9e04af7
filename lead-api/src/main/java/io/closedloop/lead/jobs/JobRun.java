package io.closedloop.lead.jobs;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.leases.Lease;
import io.closedloop.lead.leases.Signal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * A job that is being done here: what was asked, and how its work says how far it is and hears whether it is to go on.
 */
public final class JobRun<Q extends Record> {
    private static final int LONGEST_CHECKPOINT = 64 * 1024;
    private static final int TRIES = 10;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final Job job;
    private final Q question;
    private final Lease lease;
    private final JobTable table;
    private final AtomicReference<@Nullable Stop> stopped = new AtomicReference<>();
    private final Signal stopping = new Signal();
    private volatile Supplier<@Nullable JobProgress> progress;

    private volatile @Nullable JobProgress told;

    /** Why work does not go on here. */
    enum Stop {
        CANCELLED,
        LEASE_LOST,
        SERVICE_STOPS
    }

    JobRun(Job job, Q question, Lease lease, JobTable table) {
        this.job = job;
        this.question = question;
        this.lease = lease;
        this.table = table;
        this.told = job.progress();
        this.progress = job::progress;
    }

    public UUID id() {
        return job.id();
    }

    public Q question() {
        return question;
    }

    /** Higher for each instance that takes the job over: what a former one still writes elsewhere is told by it. */
    public long fence() {
        return lease.fence();
    }

    /** Where the work had come to when it was last noted; empty at the beginning. */
    public <C extends Record> Optional<C> checkpoint(Class<C> type) {
        return Optional.ofNullable(job.checkpoint()).map(json -> AnswerJson.MAPPER.readValue(json, type));
    }

    /**
     * Notes, durably, where the work goes on if it has to be begun again. A database that does not answer is asked for
     * some seconds.
     *
     * @throws JobStoppedException when another instance has the job
     * @throws DataAccessException when it cannot be stored
     */
    public void checkpoint(Record here) throws JobStoppedException, InterruptedException {
        String json = AnswerJson.write(here);
        if (json.length() > LONGEST_CHECKPOINT) {
            throw new IllegalArgumentException(
                    "a checkpoint has at most %d characters, not %d".formatted(LONGEST_CHECKPOINT, json.length()));
        }
        for (int tries = 1; !isNoted(json, tries == TRIES); tries++) {
            LOG.warn("Where the job {} goes on cannot be noted yet", job);
            pause(BETWEEN_TRIES);
        }
    }

    private boolean isNoted(String checkpoint, boolean lastTry) throws JobStoppedException {
        goOn();
        try {
            if (!table.checkpoint(job.id(), lease.tenure(), checkpoint)) {
                stop(Stop.LEASE_LOST);
                goOn();
            }
            return true;
        } catch (DataAccessException e) {
            if (lastTry) {
                throw e;
            }
            return false;
        }
    }

    /** Says how far the work is; shown within a second. */
    public void progress(JobProgress now) {
        progress = () -> now;
    }

    /** Has somebody asked twice a second how far the work is, for work that cannot say so by itself. */
    public void progressFrom(Supplier<@Nullable JobProgress> asked) {
        progress = asked;
    }

    /**
     * Asked between the steps of the work, which take a second at most where that can be.
     *
     * @throws JobStoppedException when the work is to end
     */
    public void goOn() throws JobStoppedException {
        if (!lease.isInForce()) {
            stop(Stop.LEASE_LOST);
        }
        Stop why = stopped.get();
        if (why != null) {
            throw new JobStoppedException(why);
        }
    }

    /**
     * Waits, for work that waits for something.
     *
     * @throws JobStoppedException when the work is to end
     */
    public void pause(Duration duration) throws JobStoppedException, InterruptedException {
        stopping.await(duration);
        goOn();
    }

    /** Has something called once, when the work is to end, or at once where that is so; for work that cannot ask. */
    public void onStop(Runnable listener) {
        stopping.onGiven(listener);
    }

    /**
     * Whether the work is to end here only to go on later, here or elsewhere: what it has begun is not to be cleared
     * away.
     */
    public boolean goesOnLater() {
        Stop why = stopped.get();
        return why == Stop.SERVICE_STOPS || why == Stop.LEASE_LOST;
    }

    /** Leaves it as a death of this instance would. */
    void abandon() {
        lease.abandon();
    }

    Job job() {
        return job;
    }

    /** Why it was to end; null while it is to go on. */
    @Nullable
    Stop stopped() {
        return stopped.get();
    }

    void stop(Stop why) {
        if (stopped.compareAndSet(null, why)) {
            stopping.give();
        }
    }

    /** Hears whether it is cancelled, and says how far it is, where that has changed; called twice a second. */
    void look() {
        if (!lease.isInForce()) {
            stop(Stop.LEASE_LOST);
            return;
        }
        Optional<Boolean> cancelled = table.cancelAsked(job.id(), lease.tenure());
        if (cancelled.isEmpty()) {
            stop(Stop.LEASE_LOST);
        } else if (cancelled.get()) {
            stop(Stop.CANCELLED);
        }
        JobProgress now = progress();
        if (now != null && !Objects.equals(now, told)) {
            table.progress(job.id(), lease.tenure(), now);
            told = now;
        }
    }

    /** How far it is now, or was when that could last be said. */
    @Nullable
    JobProgress progress() {
        try {
            return progress.get();
        } catch (RuntimeException | Error e) {
            LOG.debug("How far the job {} is cannot be said", job, e);
            return told;
        }
    }
}
