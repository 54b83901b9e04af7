package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A log of many {@linkplain LongLives long lives} on PostgreSQL, made when it is first asked for. */
final class GrownLog {
    private final Bench bench;
    private final String name;
    private final long leads;

    /** @param name of its database and its directory, and what tells its leads from others */
    GrownLog(Bench bench, String name, long leads) {
        this.bench = bench;
        this.name = name;
        this.leads = leads;
    }

    String name() {
        return name;
    }

    long leads() {
        return leads;
    }

    Path data() {
        return bench.settings().work().resolve(name);
    }

    /** Starts a service on it and waits until it takes commands. */
    Service start() throws Exception {
        return Service.start(bench.application(), data(), settings());
    }

    /** Starts a service on it without waiting for anything. */
    Service launch() throws IOException {
        return Service.launch(bench.application(), data(), settings());
    }

    private List<String> settings() {
        return bench.database().settings(name);
    }

    /**
     * Makes the log, unless it is there from an earlier part or a run that kept it.
     *
     * @throws IOException when a line is refused, because then it is not the log that it should be
     */
    void grow() throws Exception {
        Path mark = data().resolve("leads");
        if (Files.exists(mark) && Long.parseLong(Files.readString(mark)) == leads) {
            return;
        }
        Directories.empty(data(), entry -> false);
        bench.database().makeAnew(name);
        Results.say("A log of %,d leads is made.".formatted(leads));
        try (Service service = start()) {
            var load = new BulkLoad(service.port(), service.newKey(name));
            List<LongLives> streams = new ArrayList<>();
            for (int i = 0; i < BulkCommands.STREAMS; i++) {
                streams.add(
                        new LongLives(name, leads * i / BulkCommands.STREAMS, leads * (i + 1) / BulkCommands.STREAMS));
            }
            BulkLoad.Outcome outcome = load.send(streams);
            if (outcome.others() > 0) {
                throw new IOException("%,d of the log's commands were refused, such as: %s"
                        .formatted(outcome.others(), outcome.another()));
            }
            Results.say("It took %,.0f s, %,.0f commands/s.".formatted(outcome.seconds(), outcome.perSecond()));
            service.awaitRead(service.logPosition());
            service.stop();
        }
        Files.writeString(mark, Long.toString(leads));
    }
}
