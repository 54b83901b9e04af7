package io.closedloop.lead.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What clients know together: a few people whom all of them try to register, the leads that came of it lately, the
 * suppressions that stood in somebody's way. Small, so that clients meet.
 */
final class Market {
    private static final int PEOPLE = 24;
    private static final int REGISTRATIONS_PER_PERSON = 6;
    private static final int LEADS = 40;
    private static final int SUPPRESSIONS = 30;
    private static final int INSTANTS = 12;

    private final AtomicInteger registrations = new AtomicInteger();
    private final List<String> leads = new ArrayList<>();
    private final ConcurrentMap<String, Seen> seen = new ConcurrentHashMap<>();
    private final List<String> suppressions = new ArrayList<>();
    private final List<Instant> instants = new ArrayList<>();

    /** A lead as it was when somebody last heard of it. */
    record Seen(String status, long version) {}

    /** Somebody whom others try to register as well. */
    int person(RandomGenerator random) {
        return registrations.incrementAndGet() / REGISTRATIONS_PER_PERSON + random.nextInt(PEOPLE);
    }

    String newLead(RandomGenerator random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    @Nullable
    String lead(RandomGenerator random) {
        synchronized (leads) {
            return leads.isEmpty() ? null : leads.get(random.nextInt(leads.size()));
        }
    }

    @Nullable
    Seen seen(String lead) {
        return seen.get(lead);
    }

    void heardOf(String lead, String status, long version) {
        seen.merge(lead, new Seen(status, version), (old, it) -> it.version() > old.version() ? it : old);
        synchronized (leads) {
            if (!leads.contains(lead)) {
                leads.add(lead);
                if (leads.size() > LEADS) {
                    seen.remove(leads.removeFirst());
                }
            }
        }
    }

    @Nullable
    String suppression(RandomGenerator random) {
        return any(suppressions, random);
    }

    void heardOfSuppression(String suppression) {
        keep(suppressions, suppression, SUPPRESSIONS);
    }

    /** An instant that reports have spoken for. */
    @Nullable
    Instant instant(RandomGenerator random) {
        return any(instants, random);
    }

    void heardOfInstant(Instant instant) {
        keep(instants, instant, INSTANTS);
    }

    List<Instant> instants() {
        synchronized (instants) {
            return List.copyOf(instants);
        }
    }

    private static <T> @Nullable T any(List<T> list, RandomGenerator random) {
        synchronized (list) {
            return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
        }
    }

    private static <T> void keep(List<T> list, T element, int most) {
        synchronized (list) {
            list.add(element);
            if (list.size() > most) {
                list.removeFirst();
            }
        }
    }
}
