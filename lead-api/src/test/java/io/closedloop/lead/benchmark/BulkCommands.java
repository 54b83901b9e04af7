package io.closedloop.lead.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The Olist mix in bulk on PostgreSQL, compared with the raw limit before and after. */
record BulkCommands(Bench bench) implements Part {
    static final int STREAMS = 4;

    private static final String DATABASE = "bulk";
    /** When memory is looked at first. */
    private static final long FIRST_LINES = 10_000;

    @Override
    public PartName name() {
        return PartName.BULK;
    }

    @Override
    public void run(Results results) throws Exception {
        Settings settings = bench.settings();
        Database database = bench.database();
        var limit = new RawLimit(database, settings.work(), settings.limitSeconds());
        database.makeAnew(DATABASE);
        try (Service service =
                Service.start(bench.application(), settings.work().resolve(DATABASE), database.settings(DATABASE))) {
            String key = service.newKey("bulk");
            var first = new BulkLoad(service.port(), key);
            CompletableFuture<Double> early = residentAfter(FIRST_LINES, first, service);
            // As with single commands, what counts is a service that has been at work for a while.
            BulkLoad.Outcome warmUp = first.send(streams("warm", Math.max(settings.lines() / 2, 2 * FIRST_LINES)));
            BulkLoad.Outcome few = first.send(streams("few", FIRST_LINES));
            double warm = service.residentMegabytes();
            double before = limit.measure();
            var load = new BulkLoad(service.port(), key);
            BulkLoad.Outcome outcome = load.send(streams("bulk", settings.lines()));
            double late = service.residentMegabytes();
            double after = limit.measure();
            double mean = (before + after) / 2;

            results.add(name(), "lines", Target.NONE, outcome.accepted() + outcome.others());
            results.add(name(), "limit before, rows/s", Target.NONE, before);
            results.add(name(), "limit after, rows/s", Target.NONE, after);
            results.add(name(), "commands/s", Target.NONE, outcome.perSecond());
            results.add(
                    name(),
                    "commands/s by the mean of both limits",
                    Target.atLeast(0.8, 1),
                    outcome.perSecond() / mean);
            results.add(name(), "answers not 2xx", Target.atMost(0), warmUp.others() + few.others() + outcome.others());
            results.add(
                    name(), "resident after the first 10,000 lines of a fresh service, MB", Target.NONE, early.get());
            results.add(name(), "resident after 10,000 lines when warmed up, MB", Target.NONE, warm);
            results.add(name(), "resident after all lines, MB", Target.NONE, late);
            results.add(name(), "resident after all lines by that after 10,000", Target.NONE, late / warm);
            Results.sayAnother(warmUp.another() + outcome.another());
            service.stop();
        }
    }

    private static CompletableFuture<Double> residentAfter(long lines, BulkLoad load, Service service) {
        return CompletableFuture.supplyAsync(() -> {
            while (load.answered() < lines && service.isAlive()) {
                Pause.of(Duration.ofMillis(20));
            }
            return service.residentMegabytes();
        });
    }

    private static List<OlistMix> streams(String run, long lines) {
        long leads = Math.max(STREAMS, lines * 1000 / OlistMix.COMMANDS_PER_1000_LEADS);
        List<OlistMix> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(new OlistMix(run, leads * i / STREAMS, leads * (i + 1) / STREAMS));
        }
        return streams;
    }
}
