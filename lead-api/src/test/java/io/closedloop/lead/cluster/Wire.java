package io.closedloop.lead.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between an instance and its database: a port that passes everything on, until it is made not to. */
final class Wire implements AutoCloseable {
    /** How it treats what is sent. */
    private enum State {
        OPEN,
        /** Nothing gets through; connections stay and are accepted. */
        STALLED,
        /** What the instance sends gets through, what the database answers is lost. */
        SWALLOWS_ANSWERS,
        /** Connections are reset, new ones too. */
        CUT
    }

    private static final int BUFFER = 16 * 1024;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private State state = State.OPEN;

    private record Link(Socket instance, Socket database) {
        void reset() {
            for (Socket socket : new Socket[] {instance, database}) {
                try {
                    // Gone at once, as if the machine had lost it.
                    socket.setSoLinger(true, 0);
                } catch (SocketException e) {
                    // It is closed already.
                }
                close(socket);
            }
        }
    }

    private Wire(ServerSocket entrance, int target) {
        this.entrance = entrance;
        this.target = target;
    }

    /** @param target the database's port on this machine */
    static Wire to(int target) {
        try {
            var wire = new Wire(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Resets all connections, and every new one until {@link #restore}. */
    void cut() {
        become(State.CUT);
        resetAll();
    }

    /** Lets nothing through until {@link #restore}; then everything goes on where it was. */
    void stall() {
        become(State.STALLED);
    }

    /** Carries to the database what the instance sends, but no answer back. */
    void swallowAnswers() {
        become(State.SWALLOWS_ANSWERS);
    }

    /** As if nothing had been. Connections that have lost something are reset. */
    void restore() {
        boolean lost;
        synchronized (gate) {
            lost = state == State.SWALLOWS_ANSWERS;
        }
        if (lost) {
            resetAll();
        }
        become(State.OPEN);
    }

    @Override
    public void close() {
        close(entrance);
        cut();
    }

    private void become(State next) {
        synchronized (gate) {
            state = next;
            gate.notifyAll();
        }
    }

    private void resetAll() {
        links.forEach(Link::reset);
        links.clear();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket instance = entrance.accept();
                Thread.ofVirtual().start(() -> connect(instance));
            } catch (IOException e) {
                // Closed, or a connection that was given up while it was made.
            }
        }
    }

    private void connect(Socket instance) {
        var database = new Socket();
        var link = new Link(instance, database);
        links.add(link);
        try {
            if (mayPass(true)) {
                database.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
                instance.setTcpNoDelay(true);
                database.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pump(link, database, instance, false));
                pump(link, instance, database, true);
                return;
            }
        } catch (IOException e) {
            // The database is not there; the instance finds out.
        }
        drop(link);
    }

    private void pump(Link link, Socket from, Socket to, boolean towardsDatabase) {
        var buffer = new byte[BUFFER];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (mayPass(towardsDatabase)) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // One of the two is gone, so the other one has to be told.
        }
        drop(link);
    }

    /** Waits while nothing gets through. */
    private boolean mayPass(boolean towardsDatabase) {
        synchronized (gate) {
            while (state == State.STALLED) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return switch (state) {
                case OPEN -> true;
                case SWALLOWS_ANSWERS -> towardsDatabase;
                case CUT, STALLED -> false;
            };
        }
    }

    private void drop(Link link) {
        links.remove(link);
        close(link.instance());
        close(link.database());
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // It is not there any more.
        }
    }
}
