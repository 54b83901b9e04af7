package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A log of many {@linkplain LongLives long lives} on PostgreSQL, made when it is first asked for. */
final class GrownLog {
    private static final int MOST_TIMES = 4;

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
     * @throws IOException when something of it is refused, because then it is not the log that it should be
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
            send(load);
            service.awaitRead(service.logPosition());
            service.stop();
        }
        Files.writeString(mark, Long.toString(leads));
    }

    /**
     * Sends everything, and once more whatever could not be stored: what was stored at first is a repeat, or refused
     * because its lead has moved on.
     */
    private void send(BulkLoad load) throws Exception {
        for (int time = 1; ; time++) {
            BulkLoad.Outcome outcome = load.send(streams());
            Results.say("It took %,.0f s, %,.0f commands/s, %,d of them not 2xx."
                    .formatted(outcome.seconds(), outcome.perSecond(), outcome.others()));
            if (outcome.others() == 0 || (time > 1 && outcome.unavailable() == 0)) {
                return;
            }
            Results.sayAnother(outcome.another());
            if (outcome.unavailable() == 0 || time == MOST_TIMES) {
                throw new IOException("%,d of the log's commands were refused".formatted(outcome.others()));
            }
        }
    }

    private List<LongLives> streams() {
        List<LongLives> streams = new ArrayList<>();
        for (int i = 0; i < BulkCommands.STREAMS; i++) {
            streams.add(new LongLives(name, leads * i / BulkCommands.STREAMS, leads * (i + 1) / BulkCommands.STREAMS));
        }
        return streams;
    }
}
