package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long it takes from the launch to the first command that is stored, and what an idle service holds of memory. */
record Starting(Bench bench, GrownLog log) implements Part {
    private static final int STARTS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Memory that is not used is given back after a minute. */
    private static final Duration UNTIL_IDLE = Duration.ofSeconds(15);

    @Override
    public PartName name() {
        return PartName.START;
    }

    @Override
    public void run(Results results) throws Exception {
        log.grow();
        String run = "start-" + Long.toHexString(System.nanoTime());
        String key;
        try (Service service = log.start()) {
            service.awaitRead(service.logPosition());
            key = service.newKey(run);
            service.stop();
        }
        var seconds = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (Service service = log.launch()) {
                seconds[i] = firstAccepted(service, new RegisterLoad(service.port(), key, run + "-" + i));
                if (i == STARTS - 1) {
                    Pause.of(bench.settings().load().plus(UNTIL_IDLE));
                    results.add(
                            name(),
                            "resident when idle with %,d leads, MB".formatted(log.leads()),
                            Target.atMost(700),
                            service.residentMegabytes());
                }
                service.stop();
            }
        }
        Arrays.sort(seconds);
        results.add(name(), "launch to the first 2xx, s, median of 5", Target.atMost(4), seconds[STARTS / 2]);
        results.add(name(), "launch to the first 2xx, s, worst of 5", Target.NONE, seconds[STARTS - 1]);
    }

    private static double firstAccepted(Service service, RegisterLoad load) throws IOException {
        long end = service.launched() + PATIENCE.toNanos();
        while (System.nanoTime() < end && service.isAlive()) {
            try (var connection = new HttpConnection(service.port())) {
                int status = connection.exchange(load.request());
                if (status / 100 == 2) {
                    return (double) (System.nanoTime() - service.launched()) / TimeUnit.SECONDS.toNanos(1);
                }
            } catch (ConnectException e) {
                // It does not listen yet.
            }
            Pause.of(Duration.ofMillis(5));
        }
        throw new IOException("the service takes no command after its start");
    }
}
