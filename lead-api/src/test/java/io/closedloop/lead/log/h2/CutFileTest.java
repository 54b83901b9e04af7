package io.closedloop.lead.log.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.Samples;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.Visibility;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database file that has lost its end. */
class CutFileTest {
    private static final String FILE = "closedloop.mv.db";
    private static final int TRANSACTIONS = 100;
    private static final int ENTRIES = 20;
    private static final int PIECES = 25;

    @TempDir
    Path directory;

    private int copies;

    /** How the file came to be as it is. */
    enum Left {
        BY_A_KILL,
        BY_A_STOP,
        BY_A_STOP_WITH_TIME_TO_COMPACT
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void isOpenedWithEverythingOrRefusedAndNeverShorter(Left left) throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        long position = fill(data, left);
        Path file = data.resolve(FILE);
        long size = Files.size(file);

        var cuts = new ArrayList<>(List.of(size - 1, size - 100, size - 4_096, size - 4_097, size - 20_000));
        IntStream.range(1, PIECES).forEach(i -> cuts.add(size * i / PIECES));
        int refused = 0;
        for (long cut : cuts) {
            Path copy = copy(data);
            try (FileChannel channel = FileChannel.open(copy.resolve(FILE), StandardOpenOption.WRITE)) {
                channel.truncate(cut);
            }
            refused += isRefused(copy, position, cut) ? 1 : 0;
        }
        assertThat(refused).as("refused of %d", cuts.size()).isGreaterThan(PIECES / 2);
        assertThat(isRefused(copy(data), position, size)).as("the whole file").isFalse();
    }

    /** A log as the process leaves it. @return its last position */
    private static long fill(Path data, Left left) throws SQLException, IOException {
        H2Database database = H2Database.open(
                data, left == Left.BY_A_STOP_WITH_TIME_TO_COMPACT ? Duration.ofSeconds(5) : Duration.ZERO);
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        Visibility visibility = Visibility.of(database.dataSource());
        try (var appender =
                GroupCommitAppender.start(database.dataSource(), visibility, LogLimits.standard(), database::reopen)) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                var answers = new ArrayList<CompletableFuture<AppendOutcome>>();
                for (int j = 0; j < ENTRIES; j++) {
                    LeadId lead = Samples.newLead();
                    answers.add(appender.append(KilledWriter.entry(lead)));
                }
                assertThat(answers).allSatisfy(it -> assertThat(it.join()).isInstanceOf(AppendOutcome.Stored.class));
            }
        }
        long position = visibility.lastPosition();
        if (left == Left.BY_A_KILL) {
            byte[] asItIs = Files.readAllBytes(data.resolve(FILE));
            database.close();
            Files.write(data.resolve(FILE), asItIs);
        } else {
            database.close();
        }
        return position;
    }

    private Path copy(Path data) throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy-" + copies++));
        for (String name : List.of(FILE, "closedloop.mark")) {
            Files.copy(data.resolve(name), copy.resolve(name));
        }
        return copy;
    }

    /**
     * Whether it does not open, or nothing can be read of it: where the file's last chunk lies before older ones that
     * are still needed, only reading them shows that they are gone.
     */
    private static boolean isRefused(Path data, long position, long cut) throws SQLException {
        H2Database database;
        try {
            database = H2Database.open(data, Duration.ZERO);
        } catch (DatabaseFileException e) {
            assertThat(e).hasMessageContaining(FILE);
            return true;
        }
        try {
            var log = new EventLog(database.dataSource(), Visibility.of(database.dataSource()));
            assertThat(log.after(0, Integer.MAX_VALUE))
                    .as("cut at %d", cut)
                    .extracting(StoredEvent::position)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, position).boxed().toList());
        } catch (StoreUnavailableException e) {
            return true;
        } finally {
            database.close();
        }
        return false;
    }
}
