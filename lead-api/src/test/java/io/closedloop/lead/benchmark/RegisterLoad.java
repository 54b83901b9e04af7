package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Registrations one by one, each of a new lead, over connections that stay open: as fast as the answers come, or at a
 * steady pace.
 */
final class RegisterLoad {
    private static final String NUMBER = "NUMBER";

    private final int port;
    private final String key;
    private final String run;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private volatile boolean stopped;

    /**
     * What came of it.
     *
     * @param accepted answers of status 2xx
     * @param others answers of any other status
     * @param another one of these, empty where there is none
     * @param p50 half of the answers came within so many milliseconds; and so on
     */
    record Outcome(long accepted, long others, String another, double seconds, double p50, double p99, double worst) {
        double perSecond() {
            return accepted / seconds;
        }
    }

    private record Share(long accepted, long others, String another, Latencies latencies) {}

    /** @param run a word that makes its e-mail addresses others than those of every other run */
    RegisterLoad(int port, String key, String run) {
        this.port = port;
        this.key = key;
        this.run = run;
    }

    String key() {
        return key;
    }

    /** A request that registers one more lead. */
    byte[] request() {
        return HttpConnection.post("/v1/leads", key, body(run).replace(NUMBER, Long.toString(next.incrementAndGet())));
    }

    /** What registers a lead; {@link #NUMBER} stands for its number. */
    private static String body(String run) {
        return "{\"contact\":{\"name\":\"Lead NUMBER\",\"email\":\"lead-" + run + "-NUMBER"
                + "@example.com\",\"company\":\"Example Ltd\",\"country\":\"BR\"},\"source\":{\"channel\":\"PAID_SEARCH\","
                + "\"origin\":\"paid search\",\"sourcedBy\":\"MARKETING\"}}";
    }

    /** Who sends as fast as it goes, for the page. */
    static String by() {
        return Wrk.program() == null ? "threads of the benchmark (wrk is not installed)" : "wrk";
    }

    /** Each connection sends its next command as soon as the last is answered. */
    Outcome asFastAsItGoes(int connections, Duration duration) throws Exception {
        Path wrk = Wrk.program();
        return wrk == null
                ? run(connections, duration, 0)
                : Wrk.send(wrk, port, key, body(run), "w" + runs.incrementAndGet() + "-", connections, duration);
    }

    /**
     * As many commands per second, however long the answers take: one that is late is followed at once by the next, and
     * its latency counts from when it was due.
     */
    Outcome paced(int connections, Duration duration, int perSecond) throws Exception {
        return run(connections, duration, connections * 1_000_000_000L / perSecond);
    }

    /** Ends what runs, once its last commands have been answered. */
    void stop() {
        stopped = true;
    }

    private Outcome run(int connections, Duration duration, long nanosBetween) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            long begin = System.nanoTime();
            long end = begin + duration.toNanos();
            List<Callable<Share>> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                // Side by side, and not all at once.
                long first = begin + nanosBetween * i / connections;
                clients.add(() -> send(first, end, nanosBetween));
            }
            var latencies = new Latencies();
            long accepted = 0;
            long others = 0;
            String another = "";
            for (Future<Share> client : threads.invokeAll(clients)) {
                Share share = client.get();
                latencies.add(share.latencies());
                accepted += share.accepted();
                others += share.others();
                another = another.isEmpty() ? share.another() : another;
            }
            return new Outcome(
                    accepted,
                    others,
                    another,
                    (System.nanoTime() - begin) / 1e9,
                    latencies.percentileMillis(0.5),
                    latencies.percentileMillis(0.99),
                    latencies.worstMillis());
        } catch (ExecutionException e) {
            throw new IOException("a connection failed under load", e.getCause());
        }
    }

    private Share send(long first, long end, long nanosBetween) throws IOException {
        var latencies = new Latencies();
        long accepted = 0;
        long others = 0;
        String another = "";
        try (var connection = new HttpConnection(port)) {
            long due = first;
            while (true) {
                if (nanosBetween > 0) {
                    Pause.until(due);
                }
                byte[] request = request();
                long begin = nanosBetween > 0 ? due : System.nanoTime();
                if (stopped || begin >= end || System.nanoTime() >= end) {
                    return new Share(accepted, others, another, latencies);
                }
                int status = connection.exchange(request);
                latencies.record(System.nanoTime() - begin);
                due += nanosBetween;
                if (status / 100 == 2) {
                    accepted++;
                } else {
                    others++;
                    another = status + " " + connection.body();
                }
            }
        }
    }
}
