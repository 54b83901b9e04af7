package io.closedloop.lead.door;

import java.util.function.Predicate;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** A connection, for as long as it is open. */
final class Visitor {
    /** No head is being waited for. */
    private static final long NONE = 0;

    private final SocketWrapperBase<NioChannel> connection;
    private final long opened;
    /** When a head began that has not come to its end. */
    private volatile long headSince = NONE;

    private volatile boolean known;
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
        return known;
    }

    void setKnown() {
        known = true;
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
