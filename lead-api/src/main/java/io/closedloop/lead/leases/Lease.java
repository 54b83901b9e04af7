package io.closedloop.lead.leases;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The right to do something that only one instance at a time may do. It is renewed until it is closed. It ends by
 * itself when the database could not be asked for a term, or somebody else has it; its holder then stops.
 *
 * <p>A holder that stood still may learn of the end too late. Where it matters, what it writes is held against its
 * {@link #tenure}, whose fence is higher for whoever took the lease over.
 */
public final class Lease implements AutoCloseable {
    private final String name;
    private final Tenure tenure;
    private final @Nullable Duration term;
    private final Leases leases;
    private final Signal ended = new Signal();
    private volatile long renewedAt;

    Lease(String name, Tenure tenure, @Nullable Duration term, Leases leases, long takenAt) {
        this.name = name;
        this.tenure = tenure;
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
        return tenure.fence();
    }

    /** Who holds it, and for which time. */
    public Tenure tenure() {
        return tenure;
    }

    /** Whether nobody else can have it, by this process's clock. */
    public boolean isInForce() {
        return !ended.isGiven() && (term == null || System.nanoTime() - renewedAt < term.toNanos());
    }

    /**
     * Waits while the lease is in force.
     *
     * @return whether it still is
     */
    public boolean await(Duration atMost) throws InterruptedException {
        ended.await(atMost);
        return isInForce();
    }

    /**
     * Calls somebody once it is not in force any more, whatever the reason and on any thread; at once where that is so.
     * It is called soon after the end of the term also while the database does not answer.
     */
    public void onEnd(Runnable listener) {
        ended.onGiven(listener);
    }

    /** @param at before the database was asked, by {@link System#nanoTime()} */
    void renewed(long at) {
        renewedAt = at;
    }

    /** It is not in force any more, whatever the database says. */
    void end() {
        ended.give();
    }

    /** Lets others have it at once, or after its term where the database cannot be told. */
    @Override
    public void close() {
        end();
        leases.release(this);
    }

    /**
     * Ends it without telling the database: others have it after its term, as after a death. For a holder that cannot
     * say whether what it did has ended.
     */
    public void abandon() {
        leases.drop(this);
    }

    @Override
    public String toString() {
        return "%s (%d)".formatted(name, tenure.fence());
    }
}
