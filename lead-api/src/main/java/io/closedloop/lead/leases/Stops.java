package io.closedloop.lead.leases;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends threads that nobody may interrupt: an interrupt closes the file of an embedded database for everyone. */
public final class Stops {
    private Stops() {}

    /** Takes nothing more, and waits until what is under way has ended. Whether it has, within this time. */
    public static boolean within(ExecutorService threads, Duration atMost) {
        threads.shutdown();
        try {
            return threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
