package io.closedloop.lead.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the passes, now and at positions of long ago. */
class KnownFactsTest {
    private static final Set<String> ALL = KnownFacts.PASS_COLUMNS;
    private static final Set<String> BUT_OWNERS = columns(column -> !column.equals("owner"));
    private static final Set<String> BUT_OWNERS_AND_CLOSURES =
            columns(column -> !Set.of("owner", "won_amount", "won_currency", "lost_reason", "lost_derailed")
                    .contains(column));

    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();

    @BeforeEach
    void aLongHistory() {
        RandomHistory.append(7, 1500, log);
    }

    private static Set<String> columns(Predicate<String> chosen) {
        return KnownFacts.PASS_COLUMNS.stream().filter(chosen).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void aPastPositionIsKnownAsIfNothingHadHappenedSince() throws Exception {
        try (ColumnStore whole = filled("whole", log)) {
            for (long position = log.head() / 9; position < log.head(); position += log.head() / 9) {
                var cut = new MemoryLog();
                cut.append(log.events().subList(0, (int) position));
                try (ColumnStore then = filled("until-" + position, cut)) {
                    for (Set<String> columns : List.of(ALL, BUT_OWNERS, BUT_OWNERS_AND_CLOSURES)) {
                        List<String> rows = rows(then, KnownFacts.ALL.passes(columns));
                        assertThat(rows(whole, KnownFacts.until(position).passes(columns)))
                                .as("%s at %d", columns, position)
                                .isNotEmpty()
                                .isEqualTo(rows);
                        assertThat(rows(whole, KnownFacts.retoldUntil(position).passes(columns)))
                                .as("%s told again at %d", columns, position)
                                .isEqualTo(rows);
                    }
                }
            }
        }
    }

    @Test
    void theEntriesInOneNumberAreThoseThatHaveATime() throws Exception {
        try (ColumnStore store = filled("whole", log)) {
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

    private ColumnStore filled(String name, MemoryLog from) throws InterruptedException {
        var store = ColumnStore.open(
                ColumnStoreSettings.in(folder.resolve(name + ".duckdb")), new FactsProjection().schema());
        var processor = ReadModelProcessor.withBatchSize(store, new FactsProjection(), from, from, 100);
        processor.start();
        assertThat(store.awaitPosition(from.head(), Duration.ofSeconds(60))).isTrue();
        processor.shutDown();
        return store;
    }

    private static List<String> rows(ColumnStore store, String query) {
        return store.read(snapshot -> snapshot.query(
                "SELECT t::VARCHAR FROM (%s) t ORDER BY 1".formatted(query), List.of(), row -> row.getString(1)));
    }

    private static long kinds(KnownFacts facts, Snapshot snapshot) throws SQLException {
        return number("SELECT count(DISTINCT reached) FROM (%s)".formatted(facts.passes(ALL)), snapshot);
    }

    private static long wrong(KnownFacts facts, Snapshot snapshot) throws SQLException {
        return number(
                "SELECT count(*) FROM (%s) WHERE reached IS DISTINCT FROM %s"
                        .formatted(facts.passes(BUT_OWNERS_AND_CLOSURES), times()),
                snapshot);
    }

    private static String times() {
        return Arrays.stream(StageEntry.values())
                .map(entry -> "CASE WHEN %s IS NULL THEN 0 ELSE %d END".formatted(entry.column(), entry.bit()))
                .collect(Collectors.joining(" + ", "(", ")"));
    }

    private static long number(String sql, Snapshot snapshot) throws SQLException {
        return snapshot.query(sql, List.of(), row -> row.getLong(1)).getFirst();
    }
}
