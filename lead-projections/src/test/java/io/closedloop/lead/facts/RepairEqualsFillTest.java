package io.closedloop.lead.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.DeadLetter;
import io.closedloop.lead.columnstore.DeadLetter.State;
import io.closedloop.lead.columnstore.DeadLetterCount;
import io.closedloop.lead.columnstore.Discards;
import io.closedloop.lead.columnstore.ParkedEvents;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.columnstore.Repair;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.MemoryLog.Stored;
import io.closedloop.lead.history.RandomHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was parked and is taken in later is in the tables as if nothing had happened. */
class RepairEqualsFillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LEADS = 300;

    @TempDir
    Path folder;

    private MemoryLog log;
    private List<Stored> events;

    @BeforeEach
    void aLog() {
        log = new MemoryLog();
        RandomHistory.append(7, LEADS, log);
        events = log.events();
    }

    @ParameterizedTest(name = "by a bug: {0}")
    @ValueSource(booleans = {true, false})
    void aRetryOfEveryParkedEventGivesTheTablesOfAFreshFill(boolean bug) throws Exception {
        // Among them registrations, and events that begin a transaction of the log.
        Set<Long> poison = some(5);
        var projection = new Poisoned(bug, poison);
        try (var store = open("repaired")) {
            var processor = ReadModelProcessor.withBatchSize(store, projection, log, log, 300);
            processor.start();
            assertThat(store.awaitPosition(log.head(), PATIENCE)).isTrue();
            List<DeadLetter> parked = parked(store);
            assertThat(parked).hasSameSizeAs(streams(poison));
            assertThat(parked)
                    .allSatisfy(letter -> assertThat(letter.cause()).doesNotContain("somebody"))
                    .allSatisfy(letter -> assertThat(poison).contains(letter.position()));
            assertThat(store.deadLetterCount().parked()).isEqualTo(parked.size());
            assertThat(store.deadLetterCount().waiting()).isPositive();

            var repairs = new ParkedEvents(store, projection, log);
            assertThat(repairs.retry(parked.getFirst().eventId())).isInstanceOf(Repair.StillParked.class);
            assertThat(parked(store)).hasSameSizeAs(parked);
            projection.poison(Set.of());
            Progress before = store.progress();
            // The processor goes on meanwhile, and what it adds to a lead that stands still waits as well.
            RandomHistory.append(8, 50, log);
            parked.forEach(letter -> assertThat(repairs.retry(letter.eventId())).isInstanceOf(Repair.Done.class));
            assertThat(store.awaitPosition(log.head(), PATIENCE)).isTrue();
            processor.shutDown();

            assertThat(store.progress().position()).isGreaterThanOrEqualTo(before.position());
            assertThat(store.deadLetters()).isEmpty();
            assertThat(store.deadLetterCount()).isEqualTo(DeadLetterCount.NONE);
            assertSameTables(TablesOf.rows(store), freshFill("fresh", Set.of()));
        }
    }

    @Test
    void aDiscardGivesTheTablesOfAFillThatLeavesTheSameEventOut() throws Exception {
        Set<Long> poison = withoutRegistrations(some(4));
        Set<Long> firsts = new TreeSet<>();
        Set<String> ids = poison.stream().map(this::idAt).collect(Collectors.toSet());
        var projection = new Poisoned(true, poison);
        try (var store = open("repaired")) {
            follow(store, projection, Discards.NONE);
            var repairs = new ParkedEvents(store, projection, log);
            for (List<DeadLetter> parked = parked(store); !parked.isEmpty(); parked = parked(store)) {
                for (DeadLetter letter : parked) {
                    firsts.add(letter.position());
                    repairs.discard(letter.eventId());
                }
            }
            // A lead may lack a decision now that a later one stands on; then that one was discarded, too.
            assertThat(firsts).containsAll(poison);
            assertThat(store.deadLetterCount()).isEqualTo(new DeadLetterCount(0, 0, firsts.size()));
            assertThat(store.deadLetters())
                    .allSatisfy(letter -> assertThat(letter.state()).isEqualTo(State.DISCARDED));
            assertThat(repairs.retry(store.deadLetters().getFirst().eventId())).isEqualTo(new Repair.Discarded());

            ids.addAll(firsts.stream().map(this::idAt).toList());
            assertSameTables(TablesOf.rows(store), freshFill("left-out", poison, ids::contains));
        }
    }

    @Test
    void standsStillAtTheNextPoisonAndSaysWhy() throws Exception {
        UUID lead = longestLived();
        List<Long> positions = positionsOf(lead);
        var projection = new Poisoned(true, Set.of(positions.get(1), positions.get(3)));
        try (var store = open("repaired")) {
            follow(store, projection, Discards.NONE);
            var repairs = new ParkedEvents(store, projection, log);
            assertThat(repairs.discard(idAt(positions.get(1))))
                    .isEqualTo(
                            new Repair.StillParked(1, idAt(positions.get(3)), "IllegalStateException: a bug at '…'"));
            assertThat(store.deadLetters())
                    .extracting(DeadLetter::state)
                    .startsWith(State.DISCARDED, State.PARKED)
                    .endsWith(State.WAITING);
            assertThat(repairs.retry(idAt(positions.get(4)))).isEqualTo(new Repair.NotParked());
            assertThat(repairs.retry(UUID.randomUUID().toString())).isEqualTo(new Repair.NotParked());
        }
    }

    @Test
    void whatWasKnownAtAnInstantDoesNotDependOnWhatIsParked() throws Exception {
        var projection = new Poisoned(true, some(5));
        try (var store = open("parked")) {
            follow(store, projection, Discards.NONE);
            assertThat(TablesOf.rows(store).get("recording"))
                    .isEqualTo(freshFill("fresh", Set.of()).get("recording"));
        }
    }

    private Map<String, List<String>> freshFill(String name, Set<Long> poison) throws InterruptedException {
        return freshFill(name, poison, Discards.NONE);
    }

    private Map<String, List<String>> freshFill(String name, Set<Long> poison, Discards discards)
            throws InterruptedException {
        try (var store = open(name)) {
            follow(store, new Poisoned(true, poison), discards);
            assertThat(store.deadLetterCount().parked()).isZero();
            return TablesOf.rows(store);
        }
    }

    private static void assertSameTables(Map<String, List<String>> found, Map<String, List<String>> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> assertThat(found.get(table)).as(table).isEqualTo(rows));
    }

    private ColumnStore open(String name) {
        return ColumnStore.open(
                ColumnStoreSettings.in(folder.resolve(name + ".duckdb")), new FactsProjection().schema());
    }

    private void follow(ColumnStore store, Poisoned projection, Discards discards) throws InterruptedException {
        var processor = new ReadModelProcessor(store, projection, log, log, discards);
        processor.start();
        assertThat(store.awaitPosition(log.head(), PATIENCE)).isTrue();
        processor.shutDown();
    }

    private static List<DeadLetter> parked(ColumnStore store) {
        return store.deadLetters().stream()
                .filter(letter -> letter.state() == State.PARKED)
                .toList();
    }

    private Set<Long> some(int count) {
        var random = new Random(count);
        var positions = new TreeSet<Long>();
        while (positions.size() < count) {
            positions.add(1L + random.nextInt(events.size()));
        }
        return positions;
    }

    private Set<Long> withoutRegistrations(Set<Long> positions) {
        return positions.stream()
                .filter(position ->
                        !at(position).payload().getClass().getSimpleName().equals("LeadRegistered"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<UUID> streams(Set<Long> positions) {
        return positions.stream().map(position -> streamAt(position)).collect(Collectors.toSet());
    }

    private UUID longestLived() {
        return events.stream()
                .collect(Collectors.groupingBy(event -> streamAt(event.position()), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private List<Long> positionsOf(UUID stream) {
        var positions = new ArrayList<Long>();
        events.forEach(event -> {
            if (streamAt(event.position()).equals(stream)) {
                positions.add(event.position());
            }
        });
        return positions;
    }

    private UUID streamAt(long position) {
        return new FactsProjection().streamOf(at(position).payload());
    }

    private String idAt(long position) {
        return at(position).eventId();
    }

    private Stored at(long position) {
        return events.get((int) position - 1);
    }
}
