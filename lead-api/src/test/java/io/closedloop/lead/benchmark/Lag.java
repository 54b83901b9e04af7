package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far the read models are behind the log, as a caller notices it. */
final class Lag implements AutoCloseable {
    private static final Pattern POSITION = Pattern.compile("\"position\": ?(\\d+)");
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final CompletableFuture<Latencies> outcome = new CompletableFuture<>();
    private volatile boolean ended;

    /**
     * What is not yet known when the last command has been answered.
     *
     * @param events how many
     * @param millis until they were
     */
    record AtEnd(long events, double millis) {}

    private Lag(int port, RegisterLoad load) {
        Thread.ofPlatform().start(() -> {
            try (var connection = new HttpConnection(port)) {
                var waits = new Latencies();
                do {
                    waits.record(knownAfter(connection, load));
                    Pause.of(BETWEEN);
                } while (!ended);
                outcome.complete(waits);
            } catch (IOException | RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
    }

    /** Twice a second, registers a lead and waits until a list knows of it. */
    static Lag watch(Service service, RegisterLoad load) {
        return new Lag(service.port(), load);
    }

    /** To be asked at once when the load has ended. */
    static AtEnd atEnd(Service service, RegisterLoad load) throws IOException {
        try (var connection = new HttpConnection(service.port())) {
            long begin = System.nanoTime();
            long read = position(connection, HttpConnection.get("/v1/leads?limit=1", load.key()));
            long written = position(connection, load.request());
            position(connection, waiting(written, load));
            return new AtEnd(Math.max(0, written - 1 - read), (System.nanoTime() - begin) / 1e6);
        }
    }

    /** Ends the watch. @return the longest wait so far */
    double worstMillis() throws Exception {
        ended = true;
        return outcome.get(2, TimeUnit.MINUTES).worstMillis();
    }

    private static long knownAfter(HttpConnection connection, RegisterLoad load) throws IOException {
        long written = position(connection, load.request());
        long begin = System.nanoTime();
        position(connection, waiting(written, load));
        return System.nanoTime() - begin;
    }

    private static byte[] waiting(long position, RegisterLoad load) {
        return HttpConnection.get("/v1/leads?limit=1&minPosition=" + position, load.key());
    }

    /** The position that an answer tells, at its end. */
    private static long position(HttpConnection connection, byte[] request) throws IOException {
        int status = connection.exchange(request);
        Matcher position = POSITION.matcher(connection.body());
        long found = -1;
        while (position.find()) {
            found = Long.parseLong(position.group(1));
        }
        if (status / 100 != 2 || found < 0) {
            throw new IOException("no position, but " + status + " " + connection.body());
        }
        return found;
    }

    @Override
    public void close() {
        ended = true;
        outcome.handle((waits, failure) -> ended).join();
    }
}
