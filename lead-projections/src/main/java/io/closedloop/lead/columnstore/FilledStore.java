package io.closedloop.lead.columnstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.axonframework.eventhandling.EventTrackerStatus;

/** A column store with the processor that fills it from the log, and the repair of its dead letters. */
final class FilledStore implements AutoCloseable {
    private final int generation;
    private final Path file;
    private final ColumnStore store;
    private final ReadModelProcessor processor;
    private final ParkedEvents parked;

    private FilledStore(int generation, ColumnStoreSettings settings, LiveReadModels.Wiring wiring) {
        this.generation = generation;
        this.file = settings.file().toAbsolutePath();
        this.store = ColumnStore.open(settings, wiring.projection().schema());
        this.processor = new ReadModelProcessor(
                store, wiring.projection(), wiring.source(), wiring.log(), wiring.discards(), wiring.batchSize());
        this.parked = new ParkedEvents(store, wiring.projection(), wiring.log());
    }

    /** @throws ColumnStoreUnavailableException when the file can be neither opened nor made */
    static FilledStore open(int generation, ColumnStoreSettings settings, LiveReadModels.Wiring wiring) {
        return new FilledStore(generation, settings, wiring);
    }

    int generation() {
        return generation;
    }

    ColumnStore store() {
        return store;
    }

    ParkedEvents parked() {
        return parked;
    }

    /** Follows the log, also once more after {@link #pause}. */
    void follow() {
        processor.start();
    }

    /** Ends what it is writing, then stays where it is; it can still be read. */
    void pause() {
        processor.shutDown();
    }

    /** Whether it cannot be filled at the moment, and is tried again until it can. */
    boolean inTrouble() {
        return processor.processingStatus().values().stream().anyMatch(EventTrackerStatus::isErrorState);
    }

    /** Whether only a restart helps it. */
    boolean hasDied() {
        return processor.hasDied();
    }

    /** How large its file is, in bytes, with what DuckDB keeps beside it. */
    long bytes() {
        return size(file) + size(file.resolveSibling(file.getFileName() + ".wal"));
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            // It comes and goes.
            return 0;
        }
    }

    /** Lets queries under way end. */
    @Override
    public void close() {
        processor.shutDown();
        store.close();
    }
}
