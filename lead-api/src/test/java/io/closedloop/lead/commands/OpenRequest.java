package io.closedloop.lead.commands;

import io.closedloop.lead.http.Caller;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A bulk request byte by byte: a client that sends and reads when it likes, or not at all. */
final class OpenRequest implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private boolean inChunks;
    private long leftOfChunk;

    private OpenRequest(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends the head of a request whose body comes in chunks. */
    static OpenRequest chunked(Caller caller, int port, String query) throws IOException {
        return begin(caller, port, query, "Transfer-Encoding: chunked");
    }

    /** Sends the head of a request whose body has so many bytes. */
    static OpenRequest ofLength(Caller caller, int port, String query, int length) throws IOException {
        return begin(caller, port, query, "Content-Length: " + length);
    }

    private static OpenRequest begin(Caller caller, int port, String query, String framing) throws IOException {
        var socket = new Socket();
        // Small, so that an answer that nobody reads soon has nowhere to go.
        socket.setReceiveBufferSize(8 * 1024);
        socket.setSoTimeout(60_000);
        socket.connect(new java.net.InetSocketAddress("localhost", port));
        var request = new OpenRequest(socket);
        request.raw("""
                POST /v1/commands%s HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/x-ndjson\r
                Connection: close\r
                %s\r
                \r
                """.formatted(query, caller.key(), framing));
        return request;
    }

    void raw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    void chunk(String text) throws IOException {
        raw(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    void lastChunk() throws IOException {
        raw("0\r\n\r\n");
    }

    /** Sends no more, though the answer can still be read. */
    void breakOff() throws IOException {
        socket.shutdownOutput();
    }

    /** Reads the head of the answer. */
    int status() throws IOException {
        String first = headLine();
        for (String line = headLine(); !line.isEmpty(); line = headLine()) {
            inChunks |= line.toLowerCase(Locale.ROOT).equals("transfer-encoding: chunked");
        }
        return Integer.parseInt(first.split(" ")[1]);
    }

    /** The next line of the answer; null at its end. */
    @Nullable
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = next(); b >= 0; b = next()) {
            if (b == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(b);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
        if (!inChunks) {
            return in.read();
        }
        if (leftOfChunk < 0) {
            return -1;
        }
        if (leftOfChunk == 0) {
            leftOfChunk = Long.parseLong(headLine(), 16);
            if (leftOfChunk == 0) {
                leftOfChunk = -1;
                return -1;
            }
        }
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the answer broke off");
        }
        if (--leftOfChunk == 0) {
            headLine();
        }
        return b;
    }

    private String headLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer broke off: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
