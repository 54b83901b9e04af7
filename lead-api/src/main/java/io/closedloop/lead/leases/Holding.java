package io.closedloop.lead.leases;

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
        try {
            do {
                take().ifPresent(this::work);
            } while (pause());
        } catch (InterruptedException e) {
            LOG.warn("Somebody interrupted the thread that does {}; another instance will do it", name, e);
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Lease> take() {
        try {
            Optional<Lease> taken = leases.take(name);
            deaf = false;
            return taken;
        } catch (RuntimeException e) {
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
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("What is done under the lease {} failed, and is begun again", taken, e);
        } finally {
            lease = null;
        }
    }

    /** Whether there is a next try. */
    private boolean pause() throws InterruptedException {
        return !closing.await(Leases.BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the lease and waits until the work has noticed. */
    @Override
    public void close() {
        closing.countDown();
        Lease now = lease;
        if (now != null) {
            now.end();
        }
        thread.close();
        leases.forget(this);
    }
}
