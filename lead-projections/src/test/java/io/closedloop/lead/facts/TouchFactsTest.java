package io.closedloop.lead.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.MemoryLog.Stored;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.oracle.Filled;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Touches are facts: each that the log tells of has its row, now and as it was known before. */
class TouchFactsTest {
    private static final String ROWS = """
            SELECT concat_ws(' ', position, lead_id, pass, touch_id, type, touched_by,
                coalesce(CAST(reached_human AS VARCHAR), '-'), coalesce(channel, '-'), coalesce(campaign, '-'),
                coalesce(content, '-'), epoch_us(occurred_at), epoch_us(recorded_at))
            FROM (%s)
            ORDER BY position
            """;

    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();

    @BeforeEach
    void aLongHistory() {
        RandomHistory.append(11, 1500, log);
    }

    @Test
    void everyTouchOfTheLogHasARowAndNothingElseHas() {
        try (var filled = new Filled(folder.resolve("read-models.duckdb"), log)) {
            List<String> told = touches(log.head()).map(TouchFactsTest::told).toList();
            assertThat(told).hasSizeGreaterThan(20);
            assertThat(texts(filled.store(), ROWS.formatted(KnownFacts.ALL.touches())))
                    .isEqualTo(told);
        }
    }

    @Test
    void touchesPerChannelAreThoseOfTheLogNowAndAtEveryPosition() {
        try (var filled = new Filled(folder.resolve("read-models.duckdb"), log)) {
            assertThat(perChannel(filled.store(), KnownFacts.ALL)).isEqualTo(counted(log.head()));
            for (long position = 1; position < log.head(); position += log.head() / 7) {
                assertThat(perChannel(filled.store(), KnownFacts.until(position)))
                        .as("at %d", position)
                        .isEqualTo(counted(position));
            }
        }
    }

    private Stream<Stored> touches(long until) {
        return log.events().stream()
                .filter(event -> event.payload() instanceof TouchRecorded && event.position() <= until);
    }

    private static String told(Stored event) {
        var touch = (TouchRecorded) event.payload();
        return "%d %s %d %s %s %s %s %s %s %s %d %d"
                .formatted(
                        event.position(),
                        touch.leadId(),
                        touch.pass(),
                        touch.touchId(),
                        touch.type(),
                        touch.by(),
                        orNone(touch.reachedHuman()),
                        orNone(touch.channel()),
                        orNone(touch.campaign()),
                        orNone(touch.content()),
                        Micros.of(touch.occurredAt()),
                        Micros.of(event.recordedAt()));
    }

    private static String orNone(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private Map<String, Long> counted(long until) {
        var counted = new TreeMap<String, Long>();
        touches(until)
                .map(event -> orNone(((TouchRecorded) event.payload()).channel()))
                .forEach(channel -> counted.merge(channel, 1L, Long::sum));
        return counted;
    }

    private static Map<String, Long> perChannel(ColumnStore store, KnownFacts facts) {
        var counted = new TreeMap<String, Long>();
        String sql = "SELECT coalesce(channel, '-'), count(*) FROM (%s) GROUP BY 1".formatted(facts.touches());
        store.read(snapshot -> snapshot.query(sql, List.of(), row -> {
            counted.put(row.getString(1), row.getLong(2));
            return row;
        }));
        return counted;
    }

    private static List<String> texts(ColumnStore store, String sql) {
        return store.read(snapshot -> snapshot.query(sql, List.of(), row -> row.getString(1)));
    }
}
