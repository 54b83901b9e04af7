package io.closedloop.lead.door;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection, for as long as it is open. */
final class Visitor {
    private static final Logger log = LoggerFactory.getLogger(Visitor.class);
    /** Nothing is being waited for. */
    private static final long NONE = 0;

    private final SocketWrapperBase<NioChannel> connection;
    private final long opened;
    /** When a head began that has not come to its end. */
    private volatile long headSince = NONE;

    private volatile @Nullable Object key;
    private volatile @Nullable Origin origin;
    private volatile boolean mayTakeTime;
    /** Since when an answer waits for its reader, as far as the door has seen; only for {@link #keepsWaiting}. */
    private long waitsSince = NONE;
    /** Under the lock of {@link Visitors}: where it is counted, as long as it is. */
    @Nullable
    Origin countedAt;

    Visitor(SocketWrapperBase<NioChannel> connection, long nanoTime) {
        this.connection = connection;
        this.opened = nanoTime;
    }

    SocketWrapperBase<NioChannel> connection() {
        return connection;
    }

    long opened() {
        return opened;
    }

    /** Whether a request of this connection has brought a key that holds. */
    boolean isKnown() {
        return key != null;
    }

    void setKey(Object brought) {
        key = brought;
    }

    void comesFrom(Origin where) {
        origin = where;
    }

    /** Whose it is: a key's, or of those who come from there; null while it is only just being taken. */
    @Nullable
    Object owner() {
        Object known = key;
        return known != null ? known : origin;
    }

    /** @param takesTime whether the reader of the present answer may be as slow as it likes */
    void reads(boolean takesTime) {
        mayTakeTime = takesTime;
    }

    /**
     * Whether its reader has let an answer wait at every look for so long; to be asked by one thread, at every look.
     */
    boolean keepsWaiting(Predicate<SocketWrapperBase<NioChannel>> isStuck, long nanoTime, long forNanos) {
        if (mayTakeTime || !isStuck.test(connection)) {
            waitsSince = NONE;
            return false;
        }
        if (waitsSince == NONE) {
            waitsSince = nanoTime == NONE ? 1 : nanoTime;
        }
        return nanoTime - waitsSince >= forNanos;
    }

    long waitsSince() {
        return waitsSince;
    }

    /** Breaks the present answer off: the worker that writes it finds that it cannot. */
    void breakOff() {
        try {
            connection.getSocket().getIOChannel().shutdownOutput();
        } catch (IOException e) {
            log.debug("The reader of an answer has gone already", e);
        }
    }

    void headIsComplete() {
        headSince = NONE;
    }

    void headIsUnderWay(long nanoTime) {
        if (headSince == NONE) {
            headSince = nanoTime == NONE ? 1 : nanoTime;
        }
    }

    boolean waitsForHeadSince(long nanoTime) {
        long since = headSince;
        return since != NONE && since - nanoTime < 0;
    }

    /** Closes the connection if nothing is under way on it but the waiting for a request. */
    boolean closeIfIdle(Predicate<SocketWrapperBase<NioChannel>> isWatched) {
        var lock = connection.getLock();
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (connection.isClosed()
                    || !isWatched.test(connection)
                    || (connection.getCurrentProcessor() instanceof Processor processor && processor.isAsync())) {
                return false;
            }
            connection.close();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
