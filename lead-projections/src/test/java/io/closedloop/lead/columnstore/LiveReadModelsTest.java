package io.closedloop.lead.columnstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.DeadLetter.State;
import io.closedloop.lead.history.MemoryLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new file is filled beside the one that serves, and takes its place. */
@Timeout(120)
class LiveReadModelsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int BATCH = 30;

    @TempDir
    Path folder;

    // Stopping a processor takes the common pool, which has one thread where there are two processors.
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Path file;
    private MemoryLog log;
    private GatedNames names;

    @BeforeEach
    void aLogOfHundredEvents() {
        file = folder.resolve("live").resolve("read-models.duckdb");
        log = new MemoryLog();
        names = new GatedNames();
        append(0, 100);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void theOldFileServesUntilTheNewOneHasCaughtUp() throws Exception {
        try (var models = started(file)) {
            assertThat(models.awaitPosition(100, PATIENCE)).isTrue();
            names.holdFrom(61);
            assertThat(models.rebuild("one")).isTrue();
            assertThat(models.rebuild("another")).isFalse();
            assertThat(models.rebuild("one")).isTrue();
            await(() -> reached(models) == 60);
            append(100, 110);
            assertThat(models.awaitPosition(110, PATIENCE)).isTrue();
            assertThat(namesIn(models)).isEqualTo(namesTo(110));
            assertThat(models.madeBy()).isNull();

            names.open();
            await(() -> "one".equals(models.madeBy()));
            assertThat(models.rebuild()).isNull();
            assertThat(models.progress().position()).isGreaterThanOrEqualTo(110);
            append(110, 120);
            assertThat(models.awaitPosition(120, PATIENCE)).isTrue();
            assertThat(namesIn(models)).isEqualTo(namesTo(120));
            await(() -> files().equals(List.of("read-models-1.duckdb")));
        }
        assertThat(files()).containsExactly("read-models-1.duckdb");
        try (var models = started(file)) {
            assertThat(models.progress().position()).isEqualTo(120);
            assertThat(models.madeBy()).isEqualTo("one");
        }
    }

    @Test
    void readersNeverSeeAnEarlierPositionHoweverOftenItIsRebuiltWhileTheLogGrows() throws Exception {
        try (var models = started(file)) {
            var done = new AtomicBoolean();
            var writer = CompletableFuture.runAsync(
                    () -> {
                        for (int next = 100; !done.get(); next += 5) {
                            append(next, next + 5);
                            await(models, next);
                        }
                    },
                    threads);
            var reader = CompletableFuture.runAsync(
                    () -> {
                        long last = 0;
                        while (!done.get()) {
                            long read = models.read(snapshot -> {
                                long position = snapshot.progress().position();
                                assertThat(snapshot.query(
                                                "SELECT count(*) FROM name", List.of(), row -> row.getLong(1)))
                                        .containsExactly(position);
                                return position;
                            });
                            assertThat(read).isGreaterThanOrEqualTo(last);
                            last = read;
                        }
                    },
                    threads);
            for (int round = 0; round < 4; round++) {
                String order = "round " + round;
                assertThat(models.rebuild(order)).isTrue();
                await(() -> order.equals(models.madeBy()) || reader.isDone());
            }
            done.set(true);
            reader.get();
            writer.get();
        }
    }

    @Test
    void aQueryThatHasBegunEndsOnTheOldFile() throws Exception {
        try (var models = started(file)) {
            assertThat(models.awaitPosition(100, PATIENCE)).isTrue();
            var begun = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var slow = CompletableFuture.supplyAsync(
                    () -> models.read(snapshot -> {
                        begun.countDown();
                        awaitUnchecked(goOn);
                        return snapshot.query("SELECT count(*) FROM name", List.of(), row -> row.getLong(1))
                                .getFirst();
                    }),
                    threads);
            begun.await();
            models.rebuild("one");
            await(() -> "one".equals(models.madeBy()));
            append(100, 105);
            assertThat(models.awaitPosition(105, PATIENCE)).isTrue();
            assertThat(namesIn(models)).hasSize(105);
            goOn.countDown();
            assertThat(slow.get()).isEqualTo(100);
        }
    }

    @Test
    void aRebuildThatIsCancelledLeavesNothingBehind() throws Exception {
        try (var models = started(file)) {
            assertThat(models.awaitPosition(100, PATIENCE)).isTrue();
            assertThat(models.cancelRebuild()).isFalse();
            names.holdFrom(61);
            models.rebuild("one");
            await(() -> reached(models) == 60);
            CompletableFuture<Boolean> cancelled = CompletableFuture.supplyAsync(models::cancelRebuild, threads);
            await(() -> models.rebuild() == null);
            names.open();
            assertThat(cancelled.get()).isTrue();
            assertThat(models.madeBy()).isNull();
            assertThat(files()).containsExactly("read-models.duckdb");
            assertThat(namesIn(models)).isEqualTo(namesTo(100));

            models.rebuild("two");
            await(() -> "two".equals(models.madeBy()));
            assertThat(namesIn(models)).isEqualTo(namesTo(100));
        }
    }

    @Test
    void aRebuildThatWasKilledGoesOnWhereItWas() throws Exception {
        Path killed = folder.resolve("killed");
        try (var models = started(file)) {
            assertThat(models.awaitPosition(100, PATIENCE)).isTrue();
            names.holdFrom(61);
            models.rebuild("one");
            await(() -> reached(models) == 60);
            // What a kill leaves at this moment.
            copy(file.getParent(), killed);
            names.open();
        }
        names = new GatedNames();
        names.holdFrom(61);
        try (var models = started(killed.resolve("read-models.duckdb"))) {
            assertThat(models.progress().position()).isEqualTo(100);
            assertThat(models.rebuild()).isNotNull();
            assertThat(reached(models)).isEqualTo(60);
            assertThat(models.rebuild("one")).isTrue();
            names.open();
            await(() -> "one".equals(models.madeBy()));
            assertThat(namesIn(models)).isEqualTo(namesTo(100));
            assertThat(names.firstWritten()).isEqualTo(61);
        }
    }

    @Test
    void whatAKillLeftOfReplacedOrCancelledFilesIsDeleted() throws Exception {
        try (var models = started(file)) {
            assertThat(models.awaitPosition(100, PATIENCE)).isTrue();
            models.rebuild("one");
            await(() -> "one".equals(models.madeBy()));
        }
        Path serving = file.resolveSibling("read-models-1.duckdb");
        Files.copy(serving, file);
        Files.copy(serving, file.resolveSibling("read-models-2.duckdb"));
        Files.writeString(file.resolveSibling("read-models-7.duckdb.wal"), "left behind");
        try (var models = started(file)) {
            assertThat(models.progress().position()).isEqualTo(100);
            assertThat(files()).containsExactly("read-models-1.duckdb");
        }
    }

    @Test
    void withoutTheNoteOfWhichFileServesItBeginsAnew() throws Exception {
        try (var models = started(file)) {
            assertThat(models.awaitPosition(100, PATIENCE)).isTrue();
            models.rebuild("one");
            await(() -> "one".equals(models.madeBy()));
        }
        Files.writeString(file.resolveSibling("read-models.state"), "serving=");
        try (var models = started(file)) {
            assertThat(models.awaitPosition(100, PATIENCE)).isTrue();
            assertThat(namesIn(models)).isEqualTo(namesTo(100));
        }
    }

    @Test
    void whatWasDiscardedIsLeftOutOfARebuiltFileToo() throws Exception {
        log.append(NOON, List.of(Names.event(1, "poison"), Names.event(2, "fine"), Names.event(1, "later")));
        String poison = log.events().get(100).eventId();
        var given = new AtomicBoolean();
        try (var models = LiveReadModels.open(
                ColumnStoreSettings.in(file),
                new LiveReadModels.Wiring(names, log, log, id -> given.get() && id.equals(poison), BATCH))) {
            models.start();
            assertThat(models.awaitPosition(103, PATIENCE)).isTrue();
            assertThat(models.deadLetterCount()).isEqualTo(new DeadLetterCount(1, 1, 0));
            assertThat(models.retry(poison)).isInstanceOf(Repair.StillParked.class);

            given.set(true);
            assertThat(models.discard(poison)).isEqualTo(new Repair.Done(1));
            assertThat(models.deadLetters()).extracting(DeadLetter::state).containsExactly(State.DISCARDED);
            models.rebuild("one");
            await(() -> "one".equals(models.madeBy()));
            assertThat(namesIn(models)).endsWith("fine", "later").hasSize(102);
            assertThat(models.deadLetterCount()).isEqualTo(new DeadLetterCount(0, 0, 1));
        }
    }

    private LiveReadModels started(Path at) {
        var models = LiveReadModels.open(
                ColumnStoreSettings.in(at), new LiveReadModels.Wiring(names, log, log, Discards.NONE, BATCH));
        models.start();
        return models;
    }

    private void append(int from, int to) {
        log.append(
                NOON,
                IntStream.range(from, to)
                        .mapToObj(i -> Names.event(1000 + i, "event " + i))
                        .toList());
    }

    private static List<String> namesTo(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }

    private static List<String> namesIn(LiveReadModels models) {
        return models.read(snapshot ->
                snapshot.query("SELECT content FROM name ORDER BY position", List.of(), row -> row.getString(1)));
    }

    private static long reached(LiveReadModels models) {
        LiveReadModels.@Nullable Rebuild rebuild = models.rebuild();
        return rebuild == null ? -1 : rebuild.reached().position();
    }

    private static void await(LiveReadModels models, long position) {
        try {
            models.awaitPosition(position, PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The files of read models, without what is beside them. */
    private List<String> files() {
        var found = new ArrayList<String>();
        try (Stream<Path> paths = Files.list(file.getParent())) {
            paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains(".duckdb") && !name.endsWith(".wal"))
                    .sorted()
                    .forEach(found::add);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> paths = Files.list(from)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Files.copy(path, to.resolve(path.getFileName()));
            }
        }
    }

    /** Names, written by somebody who can be held up at a position. */
    private static final class GatedNames implements Projection {
        private final Names names = new Names(1);
        private volatile long heldFrom = Long.MAX_VALUE;
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile long first = Long.MAX_VALUE;

        void holdFrom(long position) {
            gate = new CountDownLatch(1);
            heldFrom = position;
        }

        void open() {
            heldFrom = Long.MAX_VALUE;
            gate.countDown();
        }

        long firstWritten() {
            return first;
        }

        @Override
        public StoreSchema schema() {
            return names.schema();
        }

        @Override
        public UUID streamOf(Object payload) {
            return names.streamOf(payload);
        }

        @Override
        public void write(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException {
            long position = events.isEmpty() ? 0 : events.getFirst().position();
            if (position >= heldFrom && position <= 100) {
                awaitUnchecked(gate);
            }
            if (position > 0) {
                first = Math.min(first, position);
            }
            names.write(events, writer);
        }
    }
}
