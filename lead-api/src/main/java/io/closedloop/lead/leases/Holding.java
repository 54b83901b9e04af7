package io.closedloop.lead.leases;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that this process does whenever it has a lease, and that others do when it has not. */
public final class Holding implements AutoCloseable {
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(Holding.class);

    private final String name;
    private final Leases.Work work;
    private final Leases leases;
    private final ExecutorService thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Lease lease;
    /** Only its own thread. */
    private boolean deaf;

    Holding(String name, Leases.Work work, Leases leases) {
        this.name = name;
        this.work = work;
        this.leases = leases;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }

    void start() {
        thread.execute(this::run);
    }

    private void run() {
        boolean again = true;
        while (again) {
            try {
                take().ifPresent(this::work);
                again = pause();
            } catch (InterruptedException e) {
                LOG.warn("Somebody interrupted the thread that does {}; it goes on", name, e);
                again = closing.getCount() > 0;
            }
        }
    }

    private Optional<Lease> take() {
        try {
            Optional<Lease> taken = leases.take(name);
            deaf = false;
            return taken;
        } catch (RuntimeException | Error e) {
            if (!deaf) {
                deaf = true;
                LOG.warn("The lease {} cannot be asked for, and is tried again every second: {}", name, e.toString());
            }
            return Optional.empty();
        }
    }

    private void work(Lease taken) {
        try (taken) {
            // Whoever closes this looks for the lease after that.
            lease = taken;
            if (closing.getCount() > 0) {
                LOG.info("This instance does {} now, under the lease {}", name, taken);
                work.run(taken);
            }
        } catch (Exception | Error e) {
            LOG.error("What is done under the lease {} failed, and is begun again", taken, e);
        } finally {
            lease = null;
            // The thread is this one's own, and goes on.
            boolean _ = Thread.interrupted();
        }
    }

    /** Whether there is a next try. */
    private boolean pause() throws InterruptedException {
        return !closing.await(Leases.BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Ends the lease and waits until the work has noticed. Work that does not is left as a death would leave it: others
     * begin when its term is over.
     */
    @Override
    public void close() {
        closing.countDown();
        Lease now = lease;
        if (now != null) {
            now.end();
        }
        if (!Stops.within(thread, ENDED_WITHIN)) {
            LOG.error("What is done under the lease {} does not end, and is left to itself", name);
            Lease stuck = lease;
            if (stuck != null) {
                stuck.abandon();
            }
        }
        leases.forget(this);
    }
}
