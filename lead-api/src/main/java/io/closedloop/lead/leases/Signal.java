package io.closedloop.lead.leases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that happens once. It can be asked for, waited for, and listened to. */
public final class Signal {
    private static final Logger LOG = LoggerFactory.getLogger(Signal.class);

    private final CountDownLatch given = new CountDownLatch(1);
    private final List<Runnable> listeners = new ArrayList<>();

    /**
     * Gives it, where nobody has. Listeners are called on this thread; one that fails keeps nothing from the others.
     */
    public void give() {
        List<Runnable> told;
        synchronized (listeners) {
            given.countDown();
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Signal::call);
    }

    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits for it, for no longer than this. */
    public void await(Duration atMost) throws InterruptedException {
        boolean _ = given.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Calls a listener once: when it is given, or at once where it has been. */
    public void onGiven(Runnable listener) {
        synchronized (listeners) {
            if (!isGiven()) {
                listeners.add(listener);
                return;
            }
        }
        call(listener);
    }

    private static void call(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Somebody who had to be told of an end failed", e);
        }
    }
}
