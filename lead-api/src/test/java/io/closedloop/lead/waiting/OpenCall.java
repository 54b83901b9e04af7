package io.closedloop.lead.waiting;

import io.closedloop.lead.http.Caller;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A request that was sent, and whose answer is read later, or never. */
final class OpenCall implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    private OpenCall(Socket socket) {
        this.socket = socket;
    }

    /** @param headers each as {@code name: value} */
    static OpenCall get(Caller caller, String path, String... headers) {
        try {
            var socket = new Socket("localhost", caller.service().getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            String further = String.join(
                    "",
                    java.util.Arrays.stream(headers)
                            .map(header -> header + "\r\n")
                            .toList());
            socket.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s\r\n"
                                    .formatted(path, caller.key(), further)
                                    .getBytes(StandardCharsets.US_ASCII));
            return new OpenCall(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends no more, and still reads. */
    void endSending() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole answer, with its head. */
    String answer() {
        try (var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer up to a line, of one that does not end. */
    String firstLines(String last) {
        try {
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var lines = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.append(line).append('\n');
                if (line.equals(last)) {
                    return lines.toString();
                }
            }
            throw new AssertionError("no line '%s', but %s".formatted(last, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
