package io.closedloop.lead.columnstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.history.MemoryLog;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the read models, through everything that may happen to it, to the log and to an event. */
class ColumnStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

    @TempDir
    Path folder;

    private Path file;
    private MemoryLog log;

    @BeforeEach
    void aLogOfHundredEvents() {
        file = folder.resolve("models").resolve("read-models.duckdb");
        log = new MemoryLog();
        append(0, 100);
    }

    @Test
    void fillsANewFileAndGoesOnWhereItStopped() throws Exception {
        fill();
        try (var store = open(1)) {
            assertThat(store.progress())
                    .isEqualTo(new Progress(100, log.events().getLast().eventId(), NOON));
            append(100, 101);
            follow(store, 101);
            assertThat(Names.in(store)).isEqualTo(names(101));
        }
    }

    @Test
    void whatAProjectionRemembersIsGoneWithATransactionThatIsRolledBack() {
        try (var store = open(1)) {
            store.begin();
            var first = store.writer().remembered(StringBuilder.class, StringBuilder::new);
            store.commit();
            store.begin();
            assertThat(store.writer().remembered(StringBuilder.class, StringBuilder::new))
                    .isSameAs(first);
            store.rollback();

            store.begin();
            assertThat(store.writer().remembered(StringBuilder.class, StringBuilder::new))
                    .isNotSameAs(first);
            store.commit();
        }
    }

    @Test
    void theWriterWorksAloneAndAQueryWithAllThreadsWheneverItBegins() throws Exception {
        try (var store = openWithThreads(3)) {
            store.begin();
            assertThat(threadsOfTheWriter(store)).containsExactly(1L);
            assertThat(threadsOfAQuery(store)).containsExactly(3L);
            store.commit();
            assertThat(threadsOfAQuery(store)).containsExactly(3L);

            store.begin();
            assertThat(threadsOfTheWriter(store)).containsExactly(1L);
            store.rollback();
            assertThat(threadsOfAQuery(store)).containsExactly(3L);
        }
    }

    @Test
    void noThreadIsTakenFromAQueryThatRuns() {
        try (var store = openWithThreads(3)) {
            List<Long> threads = store.read(_ -> {
                store.begin();
                try {
                    return threadsOfTheWriter(store);
                } finally {
                    store.rollback();
                }
            });

            assertThat(threads).containsExactly(3L);
        }
    }

    @Test
    void theWriterWorksAloneAgainAfterAQueryThatFailed() throws Exception {
        try (var store = openWithThreads(3)) {
            assertThatThrownBy(() -> store.read(snapshot -> snapshot.query("SELECT nothing", List.of(), _ -> 0L)))
                    .isInstanceOf(IllegalStateException.class);

            store.begin();
            assertThat(threadsOfTheWriter(store)).containsExactly(1L);
            store.rollback();
        }
    }

    /**
     * Each is planned by recursion of another kind; the first broke the process on the stack that threads have by
     * default.
     */
    @ParameterizedTest
    @ValueSource(strings = {"joins", "sums", "cases", "conditions"})
    void whatIsNestedAsDeepAsMayBeIsAnsweredAndWhatIsDeeperIsRefused(String kind) {
        try (var store = openWithThreads(2)) {
            List<Long> answered =
                    store.read(snapshot -> snapshot.query(nested(kind, Readers.DEEPEST - 20), List.of(), row -> 1L));
            assertThat(answered).hasSize(1);

            assertThatThrownBy(() -> store.read(
                            snapshot -> snapshot.query(nested(kind, Readers.DEEPEST + 1), List.of(), row -> 1)))
                    .isInstanceOf(QuestionTooLargeException.class);
            assertThatThrownBy(() -> store.read(snapshot -> snapshot.query(nested(kind, 20_000), List.of(), row -> 1)))
                    .isInstanceOf(QuestionTooLargeException.class);
            assertThat(threadsOfAQuery(store)).containsExactly(2L);
        }
    }

    private static String nested(String kind, int depth) {
        return switch (kind) {
            case "joins" ->
                IntStream.range(0, depth)
                        .mapToObj(
                                "LEFT JOIN (SELECT position AS at FROM progress) j%1$d ON j%1$d.at = p.position"
                                        ::formatted)
                        .collect(Collectors.joining(" ", "SELECT count(*) FROM progress p ", ""));
            case "sums" -> "SELECT " + "(1 + ".repeat(depth) + "position" + ")".repeat(depth) + " FROM progress";
            case "cases" ->
                "SELECT " + "CASE WHEN position < 0 THEN 1 ELSE ".repeat(depth) + "position" + " END".repeat(depth)
                        + " FROM progress";
            case "conditions" ->
                "SELECT " + "NOT (position = 1 OR ".repeat(depth / 2) + "TRUE" + ")".repeat(depth / 2)
                        + " FROM progress";
            default -> throw new AssertionError(kind);
        };
    }

    @Test
    void aStatementLongerThanAnyThatTheServiceMakesIsRefused() {
        String longer = "SELECT 1 -- " + "x".repeat(Snapshot.LONGEST_STATEMENT);
        try (var store = openWithThreads(1)) {
            assertThatThrownBy(() -> store.read(snapshot -> snapshot.query(longer, List.of(), row -> 1)))
                    .isInstanceOf(QuestionTooLargeException.class);
        }
    }

    @Test
    void aQueryThatDoesNotFitIntoMemoryEvenAloneIsRefusedAndTheNextOneIsAnswered() {
        var settings = new ColumnStoreSettings(file, ColumnStoreSettings.LEAST_MEMORY_MEGABYTES, 2, 2, PATIENCE);
        try (var store = ColumnStore.open(settings, new Names(1).schema())) {
            String joins = IntStream.range(0, 150)
                    .mapToObj("FULL JOIN progress j%1$d ON j%1$d.position = p.position"::formatted)
                    .collect(Collectors.joining(" ", "SELECT count(*) FROM progress p ", ""));
            assertThatThrownBy(() -> store.read(snapshot -> snapshot.query(joins, List.of(), row -> row.getLong(1))))
                    .isInstanceOf(QuestionTooLargeException.class)
                    .hasMessageContaining("64 MB");
            assertThat(threadsOfAQuery(store)).containsExactly(2L);
        }
    }

    private ColumnStore openWithThreads(int threads) {
        return ColumnStore.open(new ColumnStoreSettings(file, 192, threads, 1, PATIENCE), new Names(1).schema());
    }

    private static List<Long> threadsOfTheWriter(ColumnStore store) throws SQLException {
        var threads = new ArrayList<Long>();
        store.writer().query("SELECT current_setting('threads')", row -> threads.add(row.getLong(1)));
        return threads;
    }

    private static List<Long> threadsOfAQuery(ColumnStore store) {
        return store.read(
                snapshot -> snapshot.query("SELECT current_setting('threads')", List.of(), row -> row.getLong(1)));
    }

    @Test
    void fillsAMissingFileAgain() throws Exception {
        fill();
        Files.delete(file);
        assertFilledAgain();
    }

    @Test
    void fillsAFileOfGarbageAgainAndKeepsTheGarbage() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "this is no database".repeat(1000));
        assertFilledAgain();
        assertThat(file.resolveSibling("read-models.duckdb.damaged")).content().startsWith("this is no database");
    }

    @Test
    void fillsAnEmptyFile() throws Exception {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        assertFilledAgain();
    }

    @Test
    void fillsATruncatedFileAgain() throws Exception {
        fill();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 200_000);
        }
        assertFilledAgain();
    }

    @Test
    void fillsAFileWithABrokenWriteAheadLogAgain() throws Exception {
        Path copy = folder.resolve("copy.duckdb");
        try (var store = open(1)) {
            follow(store, 100);
            Files.copy(file, copy);
            Files.copy(wal(file), wal(copy));
        }
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
        byte[] bytes = Files.readAllBytes(wal(copy));
        for (int i = bytes.length / 2; i < bytes.length / 2 + 20; i++) {
            bytes[i] ^= 0x5a;
        }
        Files.write(wal(file), bytes);
        assertFilledAgain();
    }

    @Test
    void fillsAFileAgainThatTurnsOutDamagedWhileItIsRead() throws Exception {
        append(100, 20_000);
        fill();
        damageTheData();
        try (var store = open(1)) {
            var processor = processor(store);
            processor.start();
            assertThatThrownBy(() -> Names.in(store)).isInstanceOf(ColumnStoreUnavailableException.class);
            readUntilItAnswers(store);
            assertThat(store.awaitPosition(20_000, PATIENCE)).isTrue();
            assertThat(Names.in(store)).isEqualTo(names(20_000));
            processor.shutDown();
        }
    }

    @Test
    void fillsAFileOfAnotherSchemaAgain() throws Exception {
        fill();
        try (var store = open(2)) {
            assertThat(store.progress()).isEqualTo(Progress.NONE);
            follow(store, 100);
            assertThat(Names.in(store)).isEqualTo(names(100));
        }
    }

    @Test
    void fillsAFileOfAnotherLogAgain() throws Exception {
        fill();
        log = new MemoryLog();
        append(50, 170);
        try (var store = open(1)) {
            follow(store, 120);
            assertThat(Names.in(store)).isEqualTo(names(170).subList(50, 170));
        }
    }

    @Test
    void fillsAFileThatIsAheadOfALogThatWasSetBack() throws Exception {
        fill();
        var setBack = new MemoryLog();
        setBack.append(log.events().subList(0, 40));
        log = setBack;
        try (var store = open(1)) {
            var processor = processor(store);
            processor.start();
            assertThat(store.await(reached -> reached.position() == 40, PATIENCE))
                    .isTrue();
            processor.shutDown();
            assertThat(store.progress().position()).isEqualTo(40);
            assertThat(Names.in(store)).isEqualTo(names(40));
        }
    }

    @Test
    void fillsAFileOfAnotherEpochAgainAndNoOther() throws Exception {
        log.beginEpoch("first");
        fill();
        try (var store = open(1)) {
            forgetNames(store);
            append(100, 101);
            follow(store, 101);
            assertThat(Names.in(store))
                    .as("the same epoch")
                    .isEqualTo(names(101).subList(100, 101));
        }
        log.beginEpoch("second");
        append(101, 102);
        try (var store = open(1)) {
            follow(store, 102);
            assertThat(Names.in(store)).isEqualTo(names(102));
        }
    }

    private static void forgetNames(ColumnStore store) throws SQLException {
        store.begin();
        store.writer().execute("DELETE FROM name");
        store.commit();
    }

    @Test
    void aFileThatWasFilledBeforeLogsHadEpochsIsOfTheFirstOne() throws Exception {
        fill();
        log.beginEpoch("first");
        try (var store = open(1)) {
            forgetNames(store);
            append(100, 101);
            follow(store, 101);
            assertThat(Names.in(store)).isEqualTo(names(101).subList(100, 101));
        }
    }

    @Test
    void survivesAnOutageOfTheLog() throws Exception {
        log.isDown(true);
        try (var store = open(1)) {
            var processor = processor(store);
            processor.start();
            log.isDown(false);
            assertThat(store.awaitPosition(100, PATIENCE)).isTrue();
            log.isDown(true);
            log.isDown(false);
            append(100, 130);
            assertThat(store.awaitPosition(130, PATIENCE)).isTrue();
            processor.shutDown();
            assertThat(Names.in(store)).isEqualTo(names(130));
        }
    }

    @Test
    void parksAPoisonousEventWithTheLaterOnesOfItsStreamAndGoesOn() throws Exception {
        log.append(NOON, List.of(Names.event(1, "poison"), Names.event(2, "fine"), Names.event(1, "later")));
        log.append(NOON, List.of(Names.event(3, "sql poison"), Names.event(2, "too")));
        try (var store = open(1)) {
            follow(store, 105);
            append(100, 101);
            log.append(NOON, List.of(Names.event(3, "much later")));
            follow(store, 107);

            var expected = new ArrayList<>(names(100));
            expected.addAll(List.of("fine", "too", "event 100"));
            assertThat(Names.in(store)).isEqualTo(expected);
            assertThat(store.deadLetters()).extracting(DeadLetter::position).containsExactly(101L, 103L, 104L, 107L);
            assertThat(store.deadLetters().getFirst().cause())
                    .isEqualTo("IllegalStateException: nobody is called that");
        }
        try (var store = open(1)) {
            assertThat(store.deadLetters()).hasSize(4);
        }
    }

    @Test
    void letsAReaderWaitForAPosition() throws Exception {
        try (var store = open(1)) {
            assertThat(store.awaitPosition(1, Duration.ofMillis(1))).isFalse();
            var waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return store.awaitPosition(100, PATIENCE);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            follow(store, 100);
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void showsAReaderOnePositionForAllItsQueries() throws Exception {
        try (var store = open(1)) {
            var processor = processor(store);
            processor.start();
            for (int round = 0; round < 20; round++) {
                append(100 + round * 10, 110 + round * 10);
                store.read(snapshot -> {
                    long first = snapshot.query("SELECT count(*) FROM name", List.of(), row -> row.getLong(1))
                            .getFirst();
                    append(0, 0);
                    long second = snapshot.query("SELECT count(*) FROM name", List.of(), row -> row.getLong(1))
                            .getFirst();
                    assertThat(first).isEqualTo(snapshot.progress().position());
                    assertThat(second).isEqualTo(first);
                    return null;
                });
            }
            processor.shutDown();
        }
    }

    @Test
    void breaksOffAQueryThatTakesTooLong() {
        var impatient = new ColumnStoreSettings(file, 192, 2, 1, Duration.ofMillis(300));
        try (var store = ColumnStore.open(impatient, new Names(1).schema())) {
            assertThatThrownBy(() -> store.read(snapshot -> snapshot.query(
                            "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b",
                            List.of(),
                            row -> row.getDouble(1))))
                    .isInstanceOf(ColumnStoreUnavailableException.class)
                    .hasMessageContaining("longer than");
        }
    }

    @Test
    void saysSoWhenItIsClosed() {
        var store = open(1);
        store.close();
        assertThatThrownBy(() -> Names.in(store)).isInstanceOf(ColumnStoreUnavailableException.class);
    }

    private void append(int from, int to) {
        log.append(
                NOON,
                IntStream.range(from, to)
                        .mapToObj(i -> Names.event(1000 + i, "event " + i))
                        .toList());
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "event " + i).toList();
    }

    private ColumnStore open(int schemaVersion) {
        return ColumnStore.open(ColumnStoreSettings.in(file), new Names(schemaVersion).schema());
    }

    private ReadModelProcessor processor(ColumnStore store) {
        return new ReadModelProcessor(store, new Names(1), log, log);
    }

    private void follow(ColumnStore store, long position) throws InterruptedException {
        var processor = processor(store);
        processor.start();
        assertThat(store.awaitPosition(position, PATIENCE)).isTrue();
        processor.shutDown();
        assertThat(store.progress().position()).isEqualTo(position);
    }

    private void fill() throws InterruptedException {
        try (var store = open(1)) {
            follow(store, log.head());
        }
    }

    private void assertFilledAgain() throws InterruptedException {
        try (var store = open(1)) {
            assertThat(store.progress()).isEqualTo(Progress.NONE);
            follow(store, 100);
            assertThat(Names.in(store)).isEqualTo(names(100));
        }
    }

    private static void readUntilItAnswers(ColumnStore store) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                Names.in(store);
                return;
            } catch (ColumnStoreUnavailableException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** In a block of the table's data: the catalog is whole and the file opens all the same. */
    private void damageTheData() throws Exception {
        long block;
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                var statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
            try (var row = statement.executeQuery("""
                    SELECT block_id
                    FROM pragma_storage_info('name')
                    WHERE column_name = 'content' AND segment_type = 'VARCHAR' AND block_id >= 0
                    """)) {
                row.next();
                block = row.getLong(1);
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (3 * 4096 + block * 256 * 1024 + 1000)] ^= 0x01;
        Files.write(file, bytes);
    }

    private static Path wal(Path file) {
        return file.resolveSibling(file.getFileName() + ".wal");
    }
}
