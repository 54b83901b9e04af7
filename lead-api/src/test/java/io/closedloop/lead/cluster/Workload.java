package io.closedloop.lead.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Clients that send what comes to their minds, each by its own seed, until they are told that it is enough. */
final class Workload {
    private static final long THINKING_NANOS_AT_MOST = TimeUnit.MILLISECONDS.toNanos(80);
    private static final int SINGLE = 10;
    private static final int BULK = 2;

    private final Recorder recorder = new Recorder();
    private final Market market = new Market();
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Cluster cluster;
    private final long seed;
    private volatile boolean enough;

    Workload(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.seed = seed;
    }

    void start() {
        var keys = new Keys(cluster.newKey(), cluster.newKey());
        for (int i = 0; i < SINGLE; i++) {
            var client = new Client(cluster, keys, market, recorder, new Random(seed * 31 + i));
            begin(client::goOn);
        }
        for (int i = 0; i < BULK; i++) {
            var client = new BulkClient(cluster, keys, market, recorder, new Random(seed * 37 + i));
            begin(client::goOn);
        }
    }

    /** The secrets that clients use; two, because some things take a second person. */
    record Keys(String worker, String another) {}

    /** No new commands; what nobody knows of is asked once more, and again, where a key makes that harmless. */
    void stop() {
        enough = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        if (!failures.isEmpty()) {
            var error = new AssertionError("a client failed");
            failures.forEach(error::addSuppressed);
            throw error;
        }
    }

    Recorder recorder() {
        return recorder;
    }

    Market market() {
        return market;
    }

    private void begin(Runnable round) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                while (!enough) {
                    round.run();
                    // Whoever never thinks leaves no processor to instances that start.
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(THINKING_NANOS_AT_MOST));
                }
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }));
    }
}
