package io.closedloop.lead.door;

import io.closedloop.lead.http.Caller;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A connection on which somebody sends what they like, when they like. */
final class SlowCaller implements AutoCloseable {
    private final Socket socket;

    SlowCaller(int port) throws IOException {
        socket = new Socket();
        // Small, so that an answer that nobody reads soon has nowhere to go.
        socket.setReceiveBufferSize(8 * 1024);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress("localhost", port));
    }

    /** The head of a request with a body of JSON. */
    static String head(@Nullable Caller caller, String path, String framing) {
        String key = caller == null ? "" : "Authorization: Bearer " + caller.key() + "\r\n";
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s%s\r\n\r\n"
                .formatted(path, key, framing);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Sends no more, though answers can still be read. */
    void sendNoMore() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends unless the service has closed the connection. */
    void drip(String text) {
        try {
            send(text);
        } catch (IOException e) {
            // What it was answered, or that it was closed, is told by whoever reads.
        }
    }

    /** Whether something of an answer has come. */
    boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** What comes until the end of the head of an answer. */
    String readHead() throws IOException {
        var head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("the answer broke off: " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }

    void read(int bytes) throws IOException {
        if (socket.getInputStream().readNBytes(bytes).length < bytes) {
            throw new EOFException("the answer broke off");
        }
    }

    void readUntil(String end) throws IOException {
        var read = new StringBuilder();
        while (read.length() < end.length()
                || !read.substring(read.length() - end.length()).equals(end)) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                throw new EOFException("the answer broke off: " + read);
            }
            read.append((char) b);
        }
    }

    /** What comes until the service closes the connection. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whether the service has closed the connection; what it has sent is read. */
    boolean isClosed() throws IOException {
        socket.setSoTimeout(1);
        try {
            while (socket.getInputStream().read() >= 0) {}
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        } finally {
            socket.setSoTimeout(60_000);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
