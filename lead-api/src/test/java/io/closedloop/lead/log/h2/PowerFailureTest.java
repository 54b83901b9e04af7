package io.closedloop.lead.log.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.Samples;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.Visibility;
import io.closedloop.lead.log.h2.RecordedDisk.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of the embedded database's file when everything ends at once, at moments by chance: between two changes,
 * in the middle of a write, or with any part of what was not synced.
 */
class PowerFailureTest {
    private static final int MOMENTS = Integer.getInteger("closedloop.power.moments", 25);
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());
    /** What a disk writes whole or not at all. */
    private static final int SECTOR = 512;

    /** Space is used again after a second; what lies in it must have been needed before. */
    private static final int OVERWRITES = 150;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final ConcurrentLinkedQueue<Durable> durable = new ConcurrentLinkedQueue<>();
    private int images;
    /** So many changes had been made when the log was ready to be written. */
    private int begun;

    /** The log was durable up to a position when so many changes had been made. */
    private record Durable(int changes, long position) {}

    @Test
    void whatWasAcknowledgedIsThereAfterAFailureAtAnyMoment() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        List<Change> changes = changesOfABusyLog();
        int[] moments = random.ints(Math.max(begun, changes.size() / 4), changes.size())
                .distinct()
                .limit(Math.min(MOMENTS, changes.size() / 2))
                .sorted()
                .toArray();

        var written = new Image();
        var synced = new Image();
        var unsynced = new ArrayList<Change>();
        int onDisk = 0;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (Arrays.binarySearch(moments, i) >= 0) {
                check(written, i, "before");
                if (change instanceof Change.Write write) {
                    Image torn = written.copy();
                    torn.apply(partOf(write));
                    check(torn, i, "in the middle of");
                }
                Image left = synced.copy();
                unsynced.forEach(it -> keepSomeOf(it, left));
                check(left, i, "with a part of what was not synced at");
            }
            written.apply(change);
            unsynced.add(change);
            if (change instanceof Change.Sync(int until) && until > onDisk) {
                List<Change> forGood = unsynced.subList(0, until - onDisk);
                forGood.forEach(synced::apply);
                forGood.clear();
                onDisk = until;
            }
        }
        System.out.printf("%d images of a file with %d changes%n", images, changes.size());
    }

    private List<Change> changesOfABusyLog() throws IOException, SQLException {
        Path data = Files.createDirectory(directory.resolve("data"));
        H2Database database = H2Database.open(RecordedDisk.prefix(), data, Duration.ZERO);
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        Visibility visibility = Visibility.of(database.dataSource());
        begun = RecordedDisk.count();
        visibility.onRaised(head -> durable.add(new Durable(RecordedDisk.count(), head.position())));
        List<Change> changes;
        try (var appender =
                GroupCommitAppender.start(database.dataSource(), visibility, LogLimits.standard(), database::reopen)) {
            do {
                var answers = new ArrayList<CompletableFuture<AppendOutcome>>();
                for (int i = random.nextInt(1, 30); i > 0; i--) {
                    answers.add(appender.append(KilledWriter.entry(Samples.newLead())));
                }
                assertThat(answers).allSatisfy(it -> assertThat(it.join()).isInstanceOf(AppendOutcome.Stored.class));
                changes = RecordedDisk.changes();
            } while (overwrites(changes) < OVERWRITES);
        }
        database.close();
        return changes;
    }

    /** Chunks that were written where there had been others, not counting the header. */
    private static int overwrites(List<Change> changes) {
        int end = 0;
        int overwrites = 0;
        for (Change change : changes) {
            if (change instanceof Change.Write(int position, byte[] bytes)) {
                overwrites += position > 0 && position < end ? 1 : 0;
                end = Math.max(end, position + bytes.length);
            }
        }
        return overwrites;
    }

    private Change.Write partOf(Change.Write write) {
        int length = random.nextInt(write.bytes().length);
        return new Change.Write(write.position(), Arrays.copyOf(write.bytes(), length));
    }

    private void keepSomeOf(Change change, Image image) {
        switch (change) {
            case Change.Write(int position, byte[] bytes) -> {
                boolean wholeOrNothing = random.nextBoolean();
                boolean kept = random.nextBoolean();
                for (int from = 0; from < bytes.length; from += SECTOR) {
                    if (wholeOrNothing ? kept : random.nextBoolean()) {
                        image.apply(new Change.Write(
                                position + from,
                                Arrays.copyOfRange(bytes, from, Math.min(from + SECTOR, bytes.length))));
                    }
                }
            }
            case Change.Truncate truncate -> {
                if (random.nextBoolean()) {
                    image.apply(truncate);
                }
            }
            case Change.Sync _ -> {}
        }
    }

    private void check(Image image, int change, String when) throws IOException, SQLException {
        Path data = Files.createDirectory(directory.resolve("image-" + images++));
        Path file = data.resolve("closedloop.mv.db");
        Files.write(file, image.bytes());
        String what = when + " change " + change;
        long acknowledged = durable.stream()
                .filter(it -> it.changes() <= change)
                .mapToLong(Durable::position)
                .max()
                .orElse(0);
        try (H2Database database = H2Database.open(data, Duration.ZERO)) {
            var log = new EventLog(database.dataSource(), Visibility.of(database.dataSource()));
            assertThat(log.head().position()).as(what).isGreaterThanOrEqualTo(acknowledged);
            assertThat(log.after(0, Integer.MAX_VALUE))
                    .as(what)
                    .extracting(StoredEvent::position)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, log.head().position())
                                    .boxed()
                                    .toList());
        } catch (DatabaseFileException e) {
            throw new AssertionError(what, e);
        }
        Files.delete(file);
    }

    /** The file's bytes. */
    private static final class Image {
        private byte[] bytes = new byte[0];

        Image copy() {
            var copy = new Image();
            copy.bytes = bytes.clone();
            return copy;
        }

        byte[] bytes() {
            return bytes;
        }

        void apply(Change change) {
            switch (change) {
                case Change.Write(int position, byte[] written) -> {
                    if (bytes.length < position + written.length) {
                        bytes = Arrays.copyOf(bytes, position + written.length);
                    }
                    System.arraycopy(written, 0, bytes, position, written.length);
                }
                case Change.Truncate(int size) -> bytes = Arrays.copyOf(bytes, Math.min(size, bytes.length));
                case Change.Sync _ -> {}
            }
        }
    }
}
