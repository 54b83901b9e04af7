package io.closedloop.lead.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An HTTP/1.1 connection that stays open as long as the service lets it, on a bare socket: the load comes from the same
 * cores as the service, so it has to cost little. For one thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int SILENCE_MILLIS = 60_000;

    private final int port;
    private Socket socket;
    private OutputStream out;
    private InputStream in;
    private boolean ended;
    private byte[] body = new byte[0];

    HttpConnection(int port) throws IOException {
        this.port = port;
        socket = connect(port);
        out = socket.getOutputStream();
        in = buffered(socket);
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENCE_MILLIS);
        return socket;
    }

    private static InputStream buffered(Socket socket) throws IOException {
        return new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    /** Servers end a connection after so many requests; the next one goes over a new one. */
    private void connectAgain() throws IOException {
        socket.close();
        socket = connect(port);
        out = socket.getOutputStream();
        in = buffered(socket);
        ended = false;
    }

    /** A whole request as it goes over the wire. */
    static byte[] post(String path, String key, String json) {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = head("POST", path, key)
                .append("Content-Type: application/json\r\nContent-Length: ")
                .append(content.length)
                .append("\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        var request = new byte[head.length + content.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        return request;
    }

    static byte[] get(String path, String key) {
        return head("GET", path, key).append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static StringBuilder head(String method, String path, String key) {
        return new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ")
                .append(key)
                .append("\r\n");
    }

    /** Sends a request and reads the whole answer. @return its status */
    int exchange(byte[] request) throws IOException {
        if (ended) {
            connectAgain();
        }
        out.write(request);
        int status = Integer.parseInt(line().substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
            String value = header.substring(name.length() + 1).strip();
            if (name.equals("content-length")) {
                length = Integer.parseInt(value);
            } else if (name.equals("transfer-encoding")) {
                chunked = value.equalsIgnoreCase("chunked");
            } else if (name.equals("connection")) {
                ended = value.equalsIgnoreCase("close");
            }
        }
        body = chunked ? chunks() : whole(length);
        return status;
    }

    /** The body of the last answer. */
    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private byte[] chunks() throws IOException {
        var all = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            all.writeBytes(whole(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private byte[] whole(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer broke off");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer broke off");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
