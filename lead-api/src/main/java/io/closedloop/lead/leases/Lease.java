package io.closedloop.lead.leases;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to do something that only one instance at a time may do. It is renewed until it is closed. It ends by
 * itself when the database could not be asked for a term, or somebody else has it; its holder then stops.
 *
 * <p>A holder that stood still may learn of the end too late. Where it matters, what it writes is held against its
 * {@link #fence}, which is higher for whoever took the lease over.
 */
public final class Lease implements AutoCloseable {
    private final String name;
    private final long fence;
    private final @Nullable Duration term;
    private final Leases leases;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long renewedAt;

    Lease(String name, long fence, @Nullable Duration term, Leases leases, long takenAt) {
        this.name = name;
        this.fence = fence;
        this.term = term;
        this.leases = leases;
        this.renewedAt = takenAt;
    }

    /** What it is a lease on. */
    public String name() {
        return name;
    }

    /** Grows each time that somebody takes the lease. */
    public long fence() {
        return fence;
    }

    /** Whether nobody else can have it, by this process's clock. */
    public boolean isInForce() {
        return ended.getCount() > 0 && (term == null || System.nanoTime() - renewedAt < term.toNanos());
    }

    /**
     * Waits while the lease is in force.
     *
     * @return whether it still is
     */
    public boolean await(Duration atMost) throws InterruptedException {
        boolean _ = ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        return isInForce();
    }

    /** @param at before the database was asked, by {@link System#nanoTime()} */
    void renewed(long at) {
        renewedAt = at;
    }

    /** It is not in force any more, whatever the database says. */
    void end() {
        ended.countDown();
    }

    /** Lets others have it at once, or after its term where the database cannot be told. */
    @Override
    public void close() {
        end();
        leases.release(this);
    }

    @Override
    public String toString() {
        return "%s (%d)".formatted(name, fence);
    }
}
