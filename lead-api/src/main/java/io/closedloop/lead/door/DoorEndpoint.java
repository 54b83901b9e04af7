package io.closedloop.lead.door;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The container's sockets, of which the door keeps account. */
final class DoorEndpoint extends NioEndpoint {
    private static final Logger log = LoggerFactory.getLogger(DoorEndpoint.class);
    /** Room is made for several at a time, because finding out who goes takes a look at all. */
    private static final int PART_THAT_GOES = 64;

    private final Visitors visitors = new Visitors(
            connection -> waitsFor(connection, SelectionKey.OP_READ),
            connection -> waitsFor(connection, SelectionKey.OP_WRITE));
    private final PendingBodies pendingBodies = new PendingBodies();
    private final HealthLane lane = new HealthLane();
    private @Nullable DoorProperties limits;
    private Networks trusted = Networks.of(List.of());

    void hold(DoorProperties toThese) {
        limits = toThese;
        trusted = Networks.of(toThese.trustedProxies());
        pendingBodies.hold(toThese);
    }

    DoorProperties limits() {
        if (limits == null) {
            throw new IllegalStateException("the door has not been told its limits");
        }
        return limits;
    }

    Visitors visitors() {
        return visitors;
    }

    PendingBodies pendingBodies() {
        return pendingBodies;
    }

    /** Ends what has been waited for for too long; to be called a few times a second. */
    void lookAround() {
        try {
            long now = System.nanoTime();
            visitors.closeSlowHeads(now - limits().headTime().toNanos());
            visitors.closeTooManyKeyless(limits().keylessConnections(), now);
            visitors.breakOffSlowReaders(limits().slowReaders(), Math.max(1, getMaxThreads() / 2), now);
            pendingBodies.endSlowOnes(now);
        } catch (RuntimeException e) {
            log.error("The door could not look after slow requests", e);
        }
    }

    @Override
    public void setHandler(Handler<NioChannel> handler) {
        super.setHandler(new Handler<>() {
            @Override
            public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent status) {
                return handler.process(socket, status);
            }

            @Override
            public @Nullable Object getGlobal() {
                return handler.getGlobal();
            }

            @Override
            public void release(SocketWrapperBase<NioChannel> socket) {
                visitors.left(socket);
                handler.release(socket);
            }

            @Override
            public void pause() {
                handler.pause();
            }

            @Override
            public void recycle() {
                handler.recycle();
            }
        });
    }

    @Override
    protected void countUpOrAwaitConnection() throws InterruptedException {
        int most = getMaxConnections();
        if (most > 0 && getConnectionCount() >= most) {
            visitors.makeRoom(Math.max(1, most / PART_THAT_GOES));
        }
        super.countUpOrAwaitConnection();
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        SocketAddress from;
        try {
            from = socket.getRemoteAddress();
        } catch (IOException e) {
            // It has gone already.
            log.debug("A connection was closed before it could be taken", e);
            destroySocket(socket);
            return false;
        }
        if (!super.setSocketOptions(socket)) {
            return false;
        }
        SocketWrapperBase<NioChannel> connection = connections.get(socket);
        if (connection != null && from instanceof InetSocketAddress internet) {
            visitors.entered(connection, internet.getAddress(), trusted);
        }
        return true;
    }

    /** While all workers are taken, a request waits for one; a question for health goes to the lane. */
    @Override
    public boolean processSocket(SocketWrapperBase<NioChannel> socket, SocketEvent event, boolean dispatch) {
        if (dispatch && event == SocketEvent.OPEN_READ && allWorkersAreTaken() && asksForHealth(socket)) {
            try {
                lane.execute(createSocketProcessor(socket, event));
                return true;
            } catch (RejectedExecutionException e) {
                log.debug("Very many ask for health at once", e);
            }
        }
        return super.processSocket(socket, event, dispatch);
    }

    /** To read: not so between the moment when something has come and the end of what a worker does about it. */
    private boolean waitsFor(SocketWrapperBase<NioChannel> connection, int operation) {
        SelectionKey key =
                connection.getSocket().getIOChannel().keyFor(getPoller().getSelector());
        try {
            return key != null && (key.interestOps() & operation) != 0;
        } catch (CancelledKeyException e) {
            log.debug("The connection is being closed", e);
            return false;
        }
    }

    private boolean allWorkersAreTaken() {
        return getExecutor() instanceof ThreadPoolExecutor workers
                && workers.getSubmittedCount() >= workers.getMaximumPoolSize();
    }

    /** What it looks at stays in the connection's own buffer, where the request is read from. */
    private boolean asksForHealth(@Nullable SocketWrapperBase<NioChannel> socket) {
        // What is encrypted cannot be looked at here.
        if (socket == null
                || isSSLEnabled()
                || socket.getLock().isHeldByCurrentThread()
                || !socket.getLock().tryLock()) {
            return false;
        }
        try {
            if (socket.isClosed() || socket.getCurrentProcessor() != null || !socket.isReadyForRead()) {
                return false;
            }
            SocketBufferHandler buffers = socket.getSocketBufferHandler();
            buffers.configureReadBufferForRead();
            return HealthLane.takes(buffers.getReadBuffer());
        } catch (IOException e) {
            log.debug("A connection broke before its request could be looked at", e);
            return false;
        } finally {
            socket.getLock().unlock();
        }
    }
}
