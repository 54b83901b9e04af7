package io.closedloop.lead.waiting;

import java.time.Duration;

/** Something that follows the log, and for whose progress requests wait. */
public interface Follower {
    /**
     * How far it has come.
     *
     * @throws io.closedloop.lead.log.StoreUnavailableException when that cannot be asked now
     */
    long position();

    /** Lets time go by until it has come beyond {@code position}, and {@code atMost} so much of it. */
    void awaitBeyond(long position, Duration atMost) throws InterruptedException;
}
