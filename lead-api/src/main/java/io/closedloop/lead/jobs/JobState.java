package io.closedloop.lead.jobs;

/** How far a job is. */
public enum JobState {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether nothing will come of it any more but what it says. */
    public boolean isEnded() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
