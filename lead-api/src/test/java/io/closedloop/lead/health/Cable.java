package io.closedloop.lead.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The line between the service and its database, which can be cut, held and mended. */
final class Cable implements AutoCloseable {
    private final ServerSocket entrance;
    private final int exit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean held;

    private Cable(ServerSocket entrance, int exit) {
        this.entrance = entrance;
        this.exit = exit;
    }

    /** @param exit the port of this machine that it leads to */
    static Cable to(int exit) throws IOException {
        var cable = new Cable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), exit);
        Thread.ofVirtual().start(cable::accept);
        return cable;
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Every connection breaks, and there is no new one. */
    void cut() {
        cut = true;
        open.forEach(Cable::closeQuietly);
    }

    /** Nothing passes any more and nobody hears of it, as when the machine behind is frozen. */
    synchronized void hold() {
        held = true;
    }

    synchronized void mend() {
        cut = false;
        held = false;
        notifyAll();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                if (cut) {
                    near.close();
                    continue;
                }
                var far = new Socket(InetAddress.getLoopbackAddress(), exit);
                open.add(near);
                open.add(far);
                Thread.ofVirtual().start(() -> pass(near, far));
                Thread.ofVirtual().start(() -> pass(far, near));
            } catch (IOException e) {
                // The entrance was closed, or the database is not there.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[64 * 1024];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                awaitPassage();
                out.write(some, 0, read);
            }
        } catch (IOException e) {
            // The other side finds out the same.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private synchronized void awaitPassage() {
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        mend();
        entrance.close();
        cut();
    }
}
