package io.closedloop.lead.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the log is cut into batches, and however often it is begun again, the tables come out the same. */
class ReplayEqualsLiveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void theSameRowsComeOfOneGoAndOfManySmallOnesWithRestarts(long seed) throws Exception {
        var log = new MemoryLog();
        RandomHistory.append(seed, 1500, log);

        Map<String, List<String>> atOnce;
        try (var store = open("at-once")) {
            follow(store, log, ReadModelProcessor.BATCH_SIZE, log.head());
            atOnce = TablesOf.rows(store);
        }
        assertThat(atOnce.get("transition")).hasSizeGreaterThan(500);
        assertThat(atOnce.get("blocked_delivery")).isNotEmpty();

        var random = new Random(seed);
        long position = 0;
        while (position < log.head()) {
            position = Math.min(log.head(), position + 1 + random.nextInt(700));
            try (var store = open("piecemeal")) {
                follow(store, log, 1 + random.nextInt(90), position);
            }
        }
        try (var store = open("piecemeal")) {
            assertThat(store.progress().position()).isEqualTo(log.head());
            assertThat(store.deadLetters()).isEmpty();
            Map<String, List<String>> piecemeal = TablesOf.rows(store);
            atOnce.forEach(
                    (table, rows) -> assertThat(piecemeal.get(table)).as(table).isEqualTo(rows));
        }
    }

    private ColumnStore open(String name) {
        return ColumnStore.open(
                ColumnStoreSettings.in(folder.resolve(name + ".duckdb")), new FactsProjection().schema());
    }

    private static void follow(ColumnStore store, MemoryLog log, int batchSize, long position) throws Exception {
        var processor = ReadModelProcessor.withBatchSize(store, new FactsProjection(), log, log, batchSize);
        processor.start();
        assertThat(store.awaitPosition(position, PATIENCE)).isTrue();
        processor.shutDown();
    }
}
