package io.closedloop.lead.door;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * The open connections. Of one address only so many stay open that have brought no key: where there are more, the
 * oldest of them that are idle are closed, so that nobody is ever turned away for what others hold.
 */
final class Visitors {
    private static final Comparator<Visitor> WHO_GOES_FIRST =
            Comparator.comparing(Visitor::isKnown).thenComparingLong(Visitor::opened);

    /**
     * Until then nobody is idle who has only just come: a client may open many before it sends its key on the first.
     */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(2);

    private final Predicate<SocketWrapperBase<NioChannel>> isWatched;
    private final Map<SocketWrapperBase<NioChannel>, Visitor> open = new ConcurrentHashMap<>();
    private final Map<Origin, LinkedHashSet<Visitor>> keyless = new HashMap<>();

    /** @param isWatched whether the container waits for the next bytes of a connection, and knows of none */
    Visitors(Predicate<SocketWrapperBase<NioChannel>> isWatched) {
        this.isWatched = isWatched;
    }

    Visitor of(SocketWrapperBase<NioChannel> connection) {
        Visitor visitor = open.get(connection);
        return visitor != null ? visitor : open.computeIfAbsent(connection, c -> new Visitor(c, System.nanoTime()));
    }

    /** A new connection; its first request may already be under way. */
    void entered(SocketWrapperBase<NioChannel> connection, InetAddress address, Networks trusted) {
        Visitor visitor = of(connection);
        if (!trusted.hold(address)) {
            count(visitor, Origin.of(address));
        }
        if (connection.isClosed()) {
            left(connection);
        }
    }

    private synchronized void count(Visitor visitor, Origin origin) {
        if (!visitor.isKnown()) {
            visitor.countedAt = origin;
            keyless.computeIfAbsent(origin, _ -> new LinkedHashSet<>()).add(visitor);
        }
    }

    /** Closes the oldest idle connections without a key of every address that has more of them than so many. */
    synchronized void closeTooManyKeyless(int most, long nanoTime) {
        for (LinkedHashSet<Visitor> ofOrigin : List.copyOf(keyless.values())) {
            int tooMany = ofOrigin.size() - most;
            if (tooMany > 0) {
                close(
                        tooMany,
                        ofOrigin.stream()
                                .filter(visitor -> nanoTime - visitor.opened() > GRACE)
                                .toList());
            }
        }
    }

    /** A request of this connection has brought a key that holds. */
    void recognised(Visitor visitor) {
        if (!visitor.isKnown()) {
            visitor.setKnown();
            uncount(visitor);
        }
    }

    void left(SocketWrapperBase<?> connection) {
        Visitor visitor = open.remove(connection);
        if (visitor != null) {
            uncount(visitor);
        }
    }

    private synchronized void uncount(Visitor visitor) {
        Origin origin = visitor.countedAt;
        if (origin == null) {
            return;
        }
        visitor.countedAt = null;
        LinkedHashSet<Visitor> ofOrigin = keyless.get(origin);
        if (ofOrigin != null) {
            ofOrigin.remove(visitor);
            if (ofOrigin.isEmpty()) {
                keyless.remove(origin);
            }
        }
    }

    /** Closes so many idle connections, those first that have brought no key, and of these the oldest. */
    void makeRoom(int places) {
        close(places, open.values().stream().sorted(WHO_GOES_FIRST).toList());
    }

    private void close(int number, List<Visitor> byTurn) {
        int left = number;
        for (Visitor visitor : byTurn) {
            if (left == 0) {
                return;
            }
            if (visitor.closeIfIdle(isWatched)) {
                left--;
            }
        }
    }

    /** Closes connections whose head began before then and has not come to its end. */
    void closeSlowHeads(long before) {
        for (Visitor visitor : open.values()) {
            if (visitor.waitsForHeadSince(before)) {
                visitor.closeIfIdle(isWatched);
            }
        }
    }
}
