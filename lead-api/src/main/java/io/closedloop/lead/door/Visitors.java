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
 * The open connections. The number of connections without a key is bounded for each address: above it the oldest idle
 * ones are closed, so that nobody is ever turned away because of others.
 */
final class Visitors {
    private static final Comparator<Visitor> WHO_GOES_FIRST =
            Comparator.comparing(Visitor::isKnown).thenComparingLong(Visitor::opened);

    /**
     * Until then nobody is idle who has only just come: a client may open many before it sends its key on the first.
     */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(2);

    /** How long an answer has to have waited for its reader; many wait for a moment. */
    private static final long SLOW = TimeUnit.SECONDS.toNanos(2);

    private final Predicate<SocketWrapperBase<NioChannel>> isWatched;
    private final Predicate<SocketWrapperBase<NioChannel>> isStuck;
    private final Map<SocketWrapperBase<NioChannel>, Visitor> open = new ConcurrentHashMap<>();
    private final Map<Origin, LinkedHashSet<Visitor>> keyless = new HashMap<>();

    /**
     * @param isWatched whether the container waits for the next bytes of a connection, and knows of none
     * @param isStuck whether something is to be written that the connection does not take at the moment
     */
    Visitors(Predicate<SocketWrapperBase<NioChannel>> isWatched, Predicate<SocketWrapperBase<NioChannel>> isStuck) {
        this.isWatched = isWatched;
        this.isStuck = isStuck;
    }

    Visitor of(SocketWrapperBase<NioChannel> connection) {
        Visitor visitor = open.get(connection);
        return visitor != null ? visitor : open.computeIfAbsent(connection, c -> new Visitor(c, System.nanoTime()));
    }

    /** A new connection; its first request may already be under way. */
    void entered(SocketWrapperBase<NioChannel> connection, InetAddress address, Networks trusted) {
        Visitor visitor = of(connection);
        Origin origin = Origin.of(address);
        visitor.comesFrom(origin);
        if (!trusted.hold(address)) {
            count(visitor, origin);
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
    void recognised(Visitor visitor, Object key) {
        boolean isNew = !visitor.isKnown();
        visitor.setKey(key);
        if (isNew) {
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

    /**
     * Breaks off the answers that have waited longest for their readers, where there are more of them than so many of
     * one key, of one address without a key, or in all: each keeps the worker that writes it.
     */
    void breakOffSlowReaders(int mostOfOne, int mostInAll, long nanoTime) {
        List<Visitor> slow = open.values().stream()
                .filter(visitor -> visitor.keepsWaiting(isStuck, nanoTime, SLOW))
                .sorted(Comparator.comparingLong(Visitor::waitsSince).reversed())
                .toList();
        var ofOne = new HashMap<Object, Integer>();
        int inAll = 0;
        for (Visitor visitor : slow) {
            Object owner = visitor.owner();
            inAll++;
            if (inAll > mostInAll || (owner != null && ofOne.merge(owner, 1, Integer::sum) > mostOfOne)) {
                visitor.breakOff();
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
