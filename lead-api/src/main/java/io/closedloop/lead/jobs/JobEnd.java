package io.closedloop.lead.jobs;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.leases.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Notes what came of a job, trying for some seconds where the database does not answer. */
final class JobEnd {
    private static final int TRIES = 10;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int LONGEST_RESULT = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(JobEnd.class);

    private final JobTable table;

    JobEnd(JobTable table) {
        this.table = table;
    }

    void done(Job job, Lease lease, @Nullable JobProgress progress, Record result) {
        String json = AnswerJson.write(result);
        if (json.length() > LONGEST_RESULT) {
            throw new IllegalStateException(
                    "the result of a job has at most %d characters, not %d".formatted(LONGEST_RESULT, json.length()));
        }
        note(job, lease, JobState.DONE, progress, json, null);
    }

    void failed(Job job, Lease lease, @Nullable JobProgress progress, String why) {
        note(job, lease, JobState.FAILED, progress, null, why);
    }

    void cancelled(Job job, Lease lease, @Nullable JobProgress progress) {
        note(job, lease, JobState.CANCELLED, progress, null, null);
    }

    private void note(
            Job job,
            Lease lease,
            JobState state,
            @Nullable JobProgress progress,
            @Nullable String result,
            @Nullable String failure) {
        boolean noted = false;
        for (int tries = 1; tries <= TRIES && lease.isInForce(); tries++) {
            try {
                // What was noted once is not noted again: it would look as if somebody else had the job.
                noted = noted || table.end(job.id(), lease.tenure(), state, progress, result, failure);
                if (!noted) {
                    LOG.warn("The job {} is {}, but another instance has it", job.id(), state);
                    return;
                }
                table.makeDurable();
                LOG.info("The job {} of the kind {} has ended: {}", job.id(), job.kind(), state);
                return;
            } catch (DataAccessException e) {
                LOG.warn("The job {} is {}, but that cannot be stored yet: {}", job.id(), state, e.toString());
                pause(lease);
            }
        }
        LOG.warn("The job {} is {}, but that could not be stored: it is done again", job.id(), state);
    }

    /** An interrupt shortens the wait and nothing else: the thread that does jobs is nobody else's. */
    private static void pause(Lease lease) {
        try {
            boolean _ = lease.await(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            LOG.debug("Somebody interrupted the thread that does jobs", e);
        }
    }
}
