package io.closedloop.lead.benchmark;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for the clock. */
final class Pause {
    private Pause() {}

    /** @param instant by {@link System#nanoTime} */
    static void until(long instant) {
        for (long left = instant - System.nanoTime(); left > 0; left = instant - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static void of(Duration duration) {
        until(System.nanoTime() + duration.toNanos());
    }
}
