package io.closedloop.lead.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number that says which entries a pass has says the same as their times. */
class ReachedTest {
    @TempDir
    Path folder;

    @Test
    void saysTheSameAsTheTimesNowAndAtAnyPosition() throws Exception {
        var log = new MemoryLog();
        RandomHistory.append(7, 1500, log);
        try (var store = ColumnStore.open(
                ColumnStoreSettings.in(folder.resolve("read-models.duckdb")), new FactsProjection().schema())) {
            var processor = ReadModelProcessor.withBatchSize(store, new FactsProjection(), log, log, 100);
            processor.start();
            assertThat(store.awaitPosition(log.head(), Duration.ofSeconds(60))).isTrue();
            processor.shutDown();

            store.read(snapshot -> {
                assertThat(kinds(KnownFacts.ALL, snapshot)).isGreaterThan(10);
                assertThat(wrong(KnownFacts.ALL, snapshot)).isZero();
                for (long position = 1; position < log.head(); position += log.head() / 7) {
                    assertThat(wrong(KnownFacts.until(position), snapshot))
                            .as("at %d", position)
                            .isZero();
                }
                return null;
            });
        }
    }

    private static long kinds(KnownFacts facts, Snapshot snapshot) throws SQLException {
        return number("SELECT count(DISTINCT reached) FROM (%s)".formatted(facts.passes()), snapshot);
    }

    private static long wrong(KnownFacts facts, Snapshot snapshot) throws SQLException {
        return number(
                "SELECT count(*) FROM (%s) WHERE reached IS DISTINCT FROM %s".formatted(facts.passes(), times()),
                snapshot);
    }

    private static String times() {
        return Arrays.stream(Entry.values())
                .map(entry -> "CASE WHEN %s IS NULL THEN 0 ELSE %d END".formatted(entry.column(), entry.bit()))
                .collect(Collectors.joining(" + ", "(", ")"));
    }

    private static long number(String sql, Snapshot snapshot) throws SQLException {
        return snapshot.query(sql, List.of(), row -> row.getLong(1)).getFirst();
    }
}
