package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.LiveReadModels;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one instance that an embedded database has. It knows itself without writing anything: rows that change every
 * second would have the file written for ever on a service that nobody uses.
 */
final class SoleInstance implements Instances {
    private final Instance self;
    private final LiveReadModels models;
    private final Supplier<InstanceReport> report;

    SoleInstance(Instance self, LiveReadModels models, Supplier<InstanceReport> report) {
        this.self = self;
        this.models = models;
        this.report = report;
    }

    @Override
    public Seen seen() {
        // The clock of an embedded database is this process's.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Seen(now, List.of(new SeenInstance(self, now, true, report.get())));
    }

    @Override
    public List<InstanceLetter> letters() {
        return OwnLetters.of(self.id(), models);
    }

    @Override
    public void report(InstanceReport own) {
        // Nobody else wants to know.
    }
}
