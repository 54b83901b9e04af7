package io.closedloop.lead.door;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bodies that the door waits for, and those that it lets run out. */
final class PendingBodies {
    /** A body may begin slowly. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);
    /** More connections than this are closed without waiting for what their senders still have to say. */
    private static final int MOST_LEFTOVERS = 256;

    private final Map<Object, LinkedHashSet<Arrival>> byOwner = new HashMap<>();
    private final Set<Leftover> leftovers = ConcurrentHashMap.newKeySet();
    private @Nullable DoorProperties limits;

    void hold(DoorProperties toThese) {
        limits = toThese;
    }

    private DoorProperties limits() {
        if (limits == null) {
            throw new IllegalStateException("the door has not been told its limits");
        }
        return limits;
    }

    void begin(Arrival arrival) {
        Arrival oldest = add(arrival);
        if (oldest != null) {
            oldest.end(Body.TOO_MANY);
        }
    }

    /** The one that has to go for this one. */
    private synchronized @Nullable Arrival add(Arrival arrival) {
        LinkedHashSet<Arrival> ofOwner = byOwner.computeIfAbsent(arrival.owner(), _ -> new LinkedHashSet<>());
        ofOwner.add(arrival);
        return ofOwner.size() > limits().bodiesPerKey() ? ofOwner.getFirst() : null;
    }

    synchronized void ended(Arrival arrival) {
        LinkedHashSet<Arrival> ofOwner = byOwner.get(arrival.owner());
        if (ofOwner != null) {
            ofOwner.remove(arrival);
            if (ofOwner.isEmpty()) {
                byOwner.remove(arrival.owner());
            }
        }
    }

    /** Whether one more may run out. */
    boolean haveRoomForLeftover() {
        return leftovers.size() < MOST_LEFTOVERS;
    }

    void begin(Leftover leftover) {
        leftovers.add(leftover);
    }

    void ended(Leftover leftover) {
        leftovers.remove(leftover);
    }

    void endSlowOnes(long nanoTime) {
        for (Arrival arrival : all()) {
            if (arrival.isTooSlow(nanoTime, limits(), GRACE)) {
                arrival.end(Body.TOO_SLOW);
            }
        }
        for (Leftover leftover : leftovers) {
            leftover.endIfDue(nanoTime);
        }
    }

    private synchronized List<Arrival> all() {
        var all = new ArrayList<Arrival>();
        byOwner.values().forEach(all::addAll);
        return all;
    }
}
