package io.closedloop.lead.instances;

import java.time.Duration;
import java.util.ArrayDeque;

/** How fast a position moves: looked at once a second, over the last ten seconds. */
final class Pace {
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    private record Look(long nanos, long position) {}

    private final ArrayDeque<Look> looks = new ArrayDeque<>();

    /** Takes note of a position; one that went back begins anew. */
    void look(long nanos, long position) {
        if (!looks.isEmpty() && looks.getLast().position() > position) {
            looks.clear();
        }
        while (looks.size() > 1 && nanos - looks.getFirst().nanos() > WINDOW_NANOS) {
            looks.removeFirst();
        }
        looks.addLast(new Look(nanos, position));
    }

    void forget() {
        looks.clear();
    }

    /** Events per second, rounded; 0 before the second look. */
    long perSecond() {
        if (looks.size() < 2) {
            return 0;
        }
        Look first = looks.getFirst();
        Look last = looks.getLast();
        double seconds = (last.nanos() - first.nanos()) / 1e9;
        return seconds <= 0 ? 0 : Math.round((last.position() - first.position()) / seconds);
    }
}
