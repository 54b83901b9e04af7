package io.closedloop.lead.log.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.HeldIdentities;
import io.closedloop.lead.log.KeptAnswers;
import io.closedloop.lead.log.Samples;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.Visibility;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was acknowledged survives {@code kill -9}; what was not is there wholly or not at all. */
class KillTest {
    private static final int KILLS = 3;

    @TempDir
    Path directory;

    private final Set<LeadId> attempted = new LinkedHashSet<>();
    private final Set<LeadId> acknowledged = new LinkedHashSet<>();

    @Test
    void keepsWhatWasAcknowledgedThroughKillAfterKill() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < KILLS; i++) {
            int before = acknowledged.size();
            writeUntilKilled(random.nextInt(1, 600));
            assertThat(acknowledged).hasSizeGreaterThan(before);
            check();
        }
    }

    private void writeUntilKilled(int acknowledgements) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int heard = 0;
        try (BufferedReader said = writer.inputReader()) {
            // What was said before the kill is still in the pipe after it.
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                heard += hear(line) ? 1 : 0;
                if (heard == acknowledgements) {
                    // Through its handle, which leaves the pipe open.
                    writer.toHandle().destroyForcibly();
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    /** Whether the line acknowledges a lead; the last one may be cut off, and others are the libraries' own. */
    private boolean hear(String line) {
        if (line.length() != 37 || "?!".indexOf(line.charAt(0)) < 0) {
            return false;
        }
        var lead = new LeadId(UUID.fromString(line.substring(1)));
        return line.charAt(0) == '!' ? acknowledged.add(lead) : !attempted.add(lead);
    }

    private void check() throws SQLException {
        // Opened as a killed process's successor would, and left as after another kill: the next writer recovers the
        // file once more.
        H2Database database = H2Database.open(directory, Duration.ofSeconds(5));
        Visibility visibility = Visibility.of(database.dataSource());
        var log = new EventLog(database.dataSource(), visibility);
        var identities = new HeldIdentities(database.dataSource(), visibility);
        var kept = new KeptAnswers(database.dataSource(), visibility);
        int stored = 0;
        for (LeadId lead : attempted) {
            int events = log.stream(lead.toString()).size();
            assertThat(events).as("events of %s", lead).isIn(acknowledged.contains(lead) ? Set.of(2) : Set.of(0, 2));
            boolean there = events == 2;
            assertThat(identities.openHolder(Samples.email(lead.toString())).isPresent())
                    .as("claim of %s", lead)
                    .isEqualTo(there);
            assertThat(kept.find(Samples.sha256(lead.toString())).isPresent())
                    .as("kept answer of %s", lead)
                    .isEqualTo(there);
            stored += events;
        }
        assertThat(log.head().position()).isEqualTo(stored);
        assertThat(log.after(0, Integer.MAX_VALUE))
                .extracting(StoredEvent::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, stored).boxed().toList());
        database.close();
    }
}
