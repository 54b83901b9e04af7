package io.closedloop.lead.benchmark;

import io.closedloop.lead.benchmark.RegisterLoad.Outcome;

/** Single commands on PostgreSQL, compared with the raw limit before and after. */
record SingleCommands(Bench bench) implements Part {
    private static final String DATABASE = "single";

    @Override
    public PartName name() {
        return PartName.SINGLE;
    }

    @Override
    public void run(Results results) throws Exception {
        Settings settings = bench.settings();
        Database database = bench.database();
        var limit = new RawLimit(database, settings.work(), settings.limitSeconds());
        database.makeAnew(DATABASE);
        // What is cold is the service: a server that was just made has yet to make the files of its log.
        double atFirst = limit.measure();
        try (Service service =
                Service.start(bench.application(), settings.work().resolve(DATABASE), database.settings(DATABASE))) {
            long emptyBytes = database.bytes(DATABASE);
            var load = new RegisterLoad(service.port(), service.newKey("single"), "single");
            Outcome cold = load.asFastAsItGoes(Settings.CONNECTIONS, settings.load());
            Outcome warmUp = load.asFastAsItGoes(Settings.CONNECTIONS, settings.load());
            double before = limit.measure();
            Outcome warm;
            double worstLag;
            try (var watch = Lag.watch(service, load)) {
                warm = load.asFastAsItGoes(Settings.CONNECTIONS, settings.load());
                worstLag = watch.worstMillis();
            }
            Lag.AtEnd atEnd = Lag.atEnd(service, load);
            double after = limit.measure();
            double mean = (before + after) / 2;

            results.add(name(), "limit before the cold minute, rows/s", Target.NONE, atFirst);
            results.add(name(), "limit before, rows/s", Target.NONE, before);
            results.add(name(), "limit after, rows/s", Target.NONE, after);
            results.add(name(), "commands/s", Target.NONE, warm.perSecond());
            results.add(
                    name(),
                    "commands/s by the mean of both limits",
                    Target.atLeast(0.35, 0.5),
                    warm.perSecond() / mean);
            results.add(name(), "p50, ms", Target.NONE, warm.p50());
            results.add(name(), "p99, ms", Target.atMost(30), warm.p99());
            results.add(name(), "worst, ms", Target.NONE, warm.worst());
            results.add(name(), "answers not 2xx", Target.atMost(0), cold.others() + warmUp.others() + warm.others());
            Results.sayAnother(cold.another() + warmUp.another() + warm.another());
            results.add(name(), "read models behind at the end, events", Target.NONE, atEnd.events());
            results.add(name(), "read models know all after the end, ms", Target.atMost(500), atEnd.millis());
            results.add(name(), "worst wait for a list to know of a command under load, ms", Target.NONE, worstLag);
            results.add(name(), "cold minute, commands/s", Target.NONE, cold.perSecond());
            results.add(name(), "cold minute by warm", Target.atLeast(0.7), cold.perSecond() / warm.perSecond());
            results.add(
                    name(),
                    "database bytes per event, indexes and keys included",
                    Target.NONE,
                    (double) (database.bytes(DATABASE) - emptyBytes) / service.logPosition());
            service.stop();
        }
    }
}
