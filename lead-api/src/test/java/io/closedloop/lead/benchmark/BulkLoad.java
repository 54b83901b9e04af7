package io.closedloop.lead.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Bulk requests that are written and read at the same time, on bare sockets. */
final class BulkLoad {
    private static final int SILENCE_MILLIS = 120_000;
    private static final int CHUNK = 32 * 1024;
    private static final byte[] STATUS = "\"status\":".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final String key;
    private final AtomicLong answered = new AtomicLong();

    /**
     * What came of it.
     *
     * @param accepted lines answered with a status 2xx
     * @param others lines answered with any other status
     * @param unavailable how many of these with 5xx, which a caller sends again
     * @param another one of these answers, empty where there is none
     */
    record Outcome(long accepted, long others, long unavailable, String another, double seconds) {
        double perSecond() {
            return accepted / seconds;
        }
    }

    BulkLoad(int port, String key) {
        this.port = port;
        this.key = key;
    }

    /** How many lines have been answered so far, for whoever watches. */
    long answered() {
        return answered.get();
    }

    /** Sends the streams side by side and waits for the last answer. */
    Outcome send(List<? extends Lines> streams) throws Exception {
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("bulk-", 0).factory())) {
            List<Callable<Outcome>> readers = new ArrayList<>();
            streams.forEach(lines -> readers.add(() -> send(lines)));
            long accepted = 0;
            long others = 0;
            long unavailable = 0;
            String another = "";
            for (Future<Outcome> reader : threads.invokeAll(readers)) {
                Outcome share = reader.get();
                accepted += share.accepted();
                others += share.others();
                unavailable += share.unavailable();
                another = another.isEmpty() ? share.another() : another;
            }
            return new Outcome(accepted, others, unavailable, another, (System.nanoTime() - begin) / 1e9);
        } catch (ExecutionException e) {
            throw new IOException("a bulk request failed", e.getCause());
        }
    }

    private Outcome send(Lines lines) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            var sent = new AtomicLong();
            Thread writer = Thread.ofPlatform().start(() -> write(socket, lines, sent));
            Outcome outcome = read(new BufferedInputStream(socket.getInputStream(), CHUNK));
            writer.join();
            if (outcome.accepted() + outcome.others() != sent.get()) {
                throw new EOFException("%,d lines were sent, but %,d answered"
                        .formatted(sent.get(), outcome.accepted() + outcome.others()));
            }
            return outcome;
        }
    }

    private void write(Socket socket, Lines lines, AtomicLong sent) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write("""
                    POST /v1/commands?stream=true HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/x-ndjson\r
                    Transfer-Encoding: chunked\r
                    Connection: close\r
                    \r
                    """.formatted(key).getBytes(StandardCharsets.US_ASCII));
            var chunk = new StringBuilder(CHUNK + 1_000);
            while (lines.next(chunk)) {
                sent.incrementAndGet();
                if (chunk.length() >= CHUNK) {
                    write(out, chunk);
                }
            }
            write(out, chunk);
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The reader finds out the same.
        }
    }

    private static void write(OutputStream out, StringBuilder chunk) throws IOException {
        if (!chunk.isEmpty()) {
            String text = Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n";
            // The lines are ASCII, so characters are bytes.
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            chunk.setLength(0);
        }
    }

    private Outcome read(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("the bulk request was answered " + status);
        }
        while (!line(in).isEmpty()) {
            // Headers say nothing that is needed here.
        }
        var answers = new Answers();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw new EOFException("the answer broke off");
            }
            answers.take(chunk);
            line(in);
        }
        return answers.outcome();
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

    /** Counts the answers' lines, looking at nothing but their status. */
    private final class Answers {
        private byte[] line = new byte[4 * 1024];
        private int length;
        private long accepted;
        private long others;
        private long unavailable;
        private String another = "";

        void take(byte[] chunk) {
            for (byte b : chunk) {
                if (b == '\n') {
                    end();
                } else {
                    if (length == line.length) {
                        line = Arrays.copyOf(line, length * 2);
                    }
                    line[length++] = b;
                }
            }
        }

        private void end() {
            int statusClass = statusClass();
            if (statusClass == '2') {
                accepted++;
            } else {
                others++;
                unavailable += statusClass == '5' ? 1 : 0;
                another = another.isEmpty() ? new String(line, 0, length, StandardCharsets.UTF_8) : another;
            }
            length = 0;
            answered.incrementAndGet();
        }

        /** The first digit of the line's status; it comes before anything that holds other people's words. */
        private int statusClass() {
            for (int i = 0; i + STATUS.length < length; i++) {
                int same = 0;
                while (same < STATUS.length && line[i + same] == STATUS[same]) {
                    same++;
                }
                if (same == STATUS.length) {
                    int digit = i + same;
                    while (digit < length - 1 && line[digit] == ' ') {
                        digit++;
                    }
                    return line[digit];
                }
            }
            return -1;
        }

        Outcome outcome() {
            return new Outcome(accepted, others, unavailable, another, 0);
        }
    }
}
