package io.closedloop.lead.leases;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The leases that this process takes and holds. Where several instances share a database a lease holds for
 * {@link #TERM} on the database's clock and is renewed meanwhile, so that another instance can take it within ten
 * seconds after its holder died. An embedded database has one process: there a lease holds until it is closed, none
 * outlives the process, and nothing is written to renew one.
 */
public final class Leases implements AutoCloseable {
    /** With a look every second, another holder is there within nine seconds. */
    static final Duration TERM = Duration.ofSeconds(8);

    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int RENEWALS_IN_A_TERM = 4;
    private static final int LOOKS_IN_A_TERM = 16;
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final LeaseTable table;
    private final @Nullable Duration term;
    private final Set<Lease> held = ConcurrentHashMap.newKeySet();
    private final Set<Holding> holdings = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService renewing = timer("leases");
    /** Never asks the database, which may keep whoever asks it waiting for longer than a term. */
    private final ScheduledExecutorService expiring = timer("leases-end");

    private Leases(LeaseTable table, @Nullable Duration term) {
        this.table = table;
        this.term = term;
    }

    private static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }

    /**
     * Of a process that shares its database with others.
     *
     * @param heldBy what people call this instance
     * @param term how long a lease holds without being renewed
     */
    static Leases shared(JdbcClient database, String heldBy, Duration term) {
        var leases = new Leases(new LeaseTable(database, heldBy, term), term);
        long pause = term.dividedBy(RENEWALS_IN_A_TERM).toNanos();
        Future<?> _ = leases.renewing.scheduleWithFixedDelay(leases::renew, pause, pause, TimeUnit.NANOSECONDS);
        long look = term.dividedBy(LOOKS_IN_A_TERM).toNanos();
        Future<?> _ = leases.expiring.scheduleWithFixedDelay(leases::expire, look, look, TimeUnit.NANOSECONDS);
        return leases;
    }

    /** Of the only process on its database. What a former one held is free again. */
    static Leases sole(JdbcClient database, String heldBy) {
        var table = new LeaseTable(database, heldBy, null);
        table.releaseAll();
        return new Leases(table, null);
    }

    /**
     * Takes a lease, unless somebody holds it, this process included.
     *
     * @param name at most 100 characters
     * @return to be closed by whoever is done with it; empty when somebody holds it
     * @throws org.springframework.dao.DataAccessException when the database cannot be asked
     */
    public synchronized Optional<Lease> take(String name) {
        if (held.stream().anyMatch(lease -> lease.name().equals(name))) {
            return Optional.empty();
        }
        long now = System.nanoTime();
        OptionalLong fence = table.take(name);
        if (fence.isEmpty()) {
            return Optional.empty();
        }
        var lease = new Lease(name, new Tenure(table.holder(), fence.getAsLong()), term, this, now);
        held.add(lease);
        return Optional.of(lease);
    }

    /**
     * Has something done by one instance at a time, for as long as this process lives: here whenever this process gets
     * the lease, which it tries to once a second.
     *
     * @param name of the lease, and of the thread that does the work
     * @return closed, it ends the work and lets others have the lease
     */
    public Holding hold(String name, Work work) {
        var holding = new Holding(name, work, this);
        holdings.add(holding);
        holding.start();
        return holding;
    }

    /** What is done under a lease. */
    @FunctionalInterface
    public interface Work {
        /**
         * Goes on as long as the lease is in force. Where it ends before, or fails, it is begun again a second later,
         * here or on another instance.
         */
        void run(Lease lease) throws Exception;
    }

    /**
     * Forgets leases that nobody will take again.
     *
     * @throws org.springframework.dao.DataAccessException when the database cannot be asked
     */
    public void forget(Collection<String> names) {
        table.forget(names);
    }

    void forget(Holding holding) {
        holdings.remove(holding);
    }

    private void renew() {
        held.forEach(this::renew);
    }

    private void renew(Lease lease) {
        // One that is given back meanwhile must not be held for a further term, by nobody.
        synchronized (lease) {
            if (!held.contains(lease)) {
                return;
            }
            try {
                long now = System.nanoTime();
                if (table.renew(lease.name(), lease.fence())) {
                    lease.renewed(now);
                } else {
                    LOG.warn("The lease {} has been taken by another instance", lease);
                    drop(lease);
                }
            } catch (RuntimeException e) {
                LOG.debug("The lease {} cannot be renewed, and is tried again", lease, e);
            } catch (Error e) {
                LOG.error("The lease {} cannot be renewed, and is tried again", lease, e);
            }
        }
    }

    /** Ends those whose term is over. */
    private void expire() {
        for (Lease lease : held) {
            if (!lease.isInForce()) {
                LOG.warn("The lease {} has run out: the database could not be asked", lease);
                drop(lease);
            }
        }
    }

    void drop(Lease lease) {
        held.remove(lease);
        lease.end();
    }

    void release(Lease lease) {
        synchronized (lease) {
            if (held.remove(lease)) {
                try {
                    table.release(lease.name(), lease.fence());
                } catch (RuntimeException e) {
                    LOG.warn("The lease {} cannot be given back, and runs out by itself: {}", lease, e.toString());
                }
            }
        }
    }

    /** Ends all work under leases, and gives them back. */
    @Override
    public void close() {
        holdings.forEach(Holding::close);
        if (!Stops.within(renewing, ENDED_WITHIN)) {
            LOG.warn("The database still keeps waiting whoever renews leases");
        }
        held.forEach(Lease::close);
        expiring.shutdown();
    }
}
