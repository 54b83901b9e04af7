package io.closedloop.lead.jobs;

/** Work is not to go on here: the job was cancelled, or another instance does it. */
public final class JobStoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    JobStoppedException(JobRun.Stop why) {
        super(why.name(), null, false, false);
    }
}
