package io.closedloop.lead.benchmark;

import io.closedloop.lead.benchmark.RegisterLoad.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Single commands on the embedded database, every answer durable. */
record H2Commands(Bench bench) implements Part {
    @Override
    public PartName name() {
        return PartName.H2;
    }

    @Override
    public void run(Results results) throws Exception {
        Settings settings = bench.settings();
        Path data = settings.work().resolve("h2");
        try (Service service = Service.start(bench.application(), data, List.of())) {
            var load = new RegisterLoad(service.port(), service.newKey("h2"), "h2");
            Outcome cold = load.asFastAsItGoes(Settings.CONNECTIONS, settings.load());
            Outcome warmUp = load.asFastAsItGoes(Settings.CONNECTIONS, settings.load());
            Outcome warm = load.asFastAsItGoes(Settings.CONNECTIONS, settings.load());
            results.add(name(), "commands/s", Target.atLeast(3_000), warm.perSecond());
            results.add(name(), "p50, ms", Target.NONE, warm.p50());
            results.add(name(), "p99, ms", Target.NONE, warm.p99());
            results.add(name(), "answers not 2xx", Target.atMost(0), cold.others() + warmUp.others() + warm.others());
            Results.sayAnother(cold.another() + warmUp.another() + warm.another());
            results.add(name(), "cold minute by warm", Target.NONE, cold.perSecond() / warm.perSecond());
            Path file = data.resolve("closedloop.mv.db");
            long events = service.logPosition();
            results.add(name(), "events in the log", Target.NONE, events);
            results.add(name(), "file bytes per event, running", Target.NONE, (double) Files.size(file) / events);
            service.stop();
            results.add(name(), "file bytes per event, stopped", Target.NONE, (double) Files.size(file) / events);
        }
    }
}
