package io.closedloop.lead.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Filling the read models from a log that is there. */
record Filling(GrownLog log) implements Part {
    @Override
    public PartName name() {
        return PartName.FILL;
    }

    @Override
    public void run(Results results) throws Exception {
        log.grow();
        for (Path file : readModels()) {
            Files.delete(file);
        }
        try (Service service = log.launch()) {
            service.awaitReady();
            long all = service.logPosition();
            long known = service.readPosition();
            long knownAt = System.nanoTime();
            service.awaitRead(all);
            long end = System.nanoTime();
            results.add(name(), "events", Target.NONE, all);
            results.add(
                    name(),
                    "events/s, the start of the service included",
                    Target.atLeast(60_000, 100_000),
                    all * 1e9 / (end - service.launched()));
            if (known < all) {
                results.add(
                        name(), "events/s once commands are taken", Target.NONE, (all - known) * 1e9 / (end - knownAt));
            }
            results.add(name(), "resident when filled, MB", Target.NONE, service.residentMegabytes());
            results.add(name(), "read models' bytes per event", Target.NONE, (double) bytes() / all);
            service.stop();
        }
    }

    private long bytes() throws Exception {
        long bytes = 0;
        for (Path file : readModels()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private List<Path> readModels() throws Exception {
        try (Stream<Path> files = Files.list(log.data())) {
            return files.filter(file -> file.getFileName().toString().startsWith("read-models.duckdb"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }
}
