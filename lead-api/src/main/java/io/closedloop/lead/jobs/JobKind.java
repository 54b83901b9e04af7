package io.closedloop.lead.jobs;

import io.closedloop.lead.access.Role;
import java.util.List;

/**
 * A kind of long work; a bean for each. Its own endpoint reads and checks what is asked and hands it to
 * {@link Jobs#ask}; everything else about its jobs is the same for all kinds.
 *
 * <p>Questions, checkpoints and results are kept for weeks and shown to everybody who may ask for the kind, so they
 * hold no personal data in clear: ids and hashes, or what is sealed.
 *
 * @param <Q> the question, a record that JSON can be made of and read from, also that of an earlier version
 * @param <R> the result, a record whose fields the job's body has once it is done; kinds that call a field alike mean
 *     the same by it
 */
public interface JobKind<Q extends Record, R extends Record> {
    /** How many jobs of a kind may wait or run, where a kind says nothing else. */
    int MOST_OPEN = 8;

    /** At most 50 characters; never changed once there are jobs of it. */
    String name();

    /** Who may ask for it, see it and cancel it. For everybody else its jobs are not there. */
    List<Role> roles();

    Class<Q> question();

    Class<R> result();

    /** How many of its jobs may wait or run at a time; who asks for more is told to come back. */
    default int mostOpen() {
        return MOST_OPEN;
    }

    /**
     * Does the work, on a thread that it may keep for hours. It begins again, here or on another instance, when the
     * instance dies; then it gets its last checkpoint, so what it did after that must not matter when it is done twice.
     *
     * @throws JobFailedException when it cannot be done, with what people are told
     * @throws JobStoppedException what {@link JobRun#goOn} throws
     * @throws Exception when it fails in a way that only the log of the instance tells
     */
    R run(JobRun<Q> run) throws Exception;
}
