package io.closedloop.lead.durability;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A streamed bulk request on a bare socket, because the JDK's client reads no answer before it has sent everything. One
 * thread writes while another one reads.
 */
public final class BulkStream {
    private BulkStream() {}

    /**
     * Sends the lines and hands on each line of the answer as it comes.
     *
     * @throws IOException when the answer breaks off before its end, or is none of status 200
     */
    static void send(URI service, String key, List<String> lines, Consumer<String> onAnswer) throws IOException {
        send(service, key, lines, Duration.ofSeconds(60), onAnswer);
    }

    /**
     * Sends the lines and hands on each line of the answer as it comes.
     *
     * @param silence how long nothing may come before the answer counts as broken off
     * @throws IOException when the answer breaks off before its end, or is none of status 200
     */
    public static void send(URI service, String key, List<String> lines, Duration silence, Consumer<String> onAnswer)
            throws IOException {
        var socket = new Socket(service.getHost(), service.getPort());
        socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
        Thread writer = Thread.ofVirtual().start(() -> write(socket, service, key, lines));
        try {
            read(new BufferedInputStream(socket.getInputStream()), onAnswer);
        } finally {
            socket.close();
            join(writer);
        }
    }

    private static void write(Socket socket, URI service, String key, List<String> lines) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write("""
                    POST /v1/commands?stream=true HTTP/1.1\r
                    Host: %s:%d\r
                    Authorization: Bearer %s\r
                    Content-Type: application/x-ndjson\r
                    Transfer-Encoding: chunked\r
                    Connection: close\r
                    \r
                    """.formatted(service.getHost(), service.getPort(), key).getBytes(StandardCharsets.US_ASCII));
            for (String line : lines) {
                byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The reader finds out the same.
        }
    }

    private static void read(InputStream in, Consumer<String> onAnswer) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the bulk request was answered " + status);
        }
        while (!line(in).isEmpty()) {
            // Headers say nothing that is needed here.
        }
        var unfinished = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw new EOFException("the answer broke off within a chunk");
            }
            for (byte b : chunk) {
                if (b == '\n') {
                    onAnswer.accept(unfinished.toString(StandardCharsets.UTF_8));
                    unfinished.reset();
                } else {
                    unfinished.write(b);
                }
            }
            line(in);
        }
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the answer broke off");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
