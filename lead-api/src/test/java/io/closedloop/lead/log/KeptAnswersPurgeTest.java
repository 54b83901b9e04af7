package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept answers are forgotten by themselves, and not before their time. */
class KeptAnswersPurgeTest {
    @TempDir
    Path directory;

    @Test
    void forgetsAnswersThatAreOlderThanTwoDaysAndKeepsTheOthers() {
        try (TestDatabase database = TestDatabase.h2(directory)) {
            Visibility visibility = database.visibility();
            var kept = new KeptAnswers(database.dataSource(), visibility);
            Instant now = Instant.now();
            keepAt(now.minus(Duration.ofHours(49)), "old", database, visibility);
            keepAt(now.minus(Duration.ofHours(47)), "recent", database, visibility);
            try (var _ = KeptAnswersPurge.start(kept, InstantSource.fixed(now))) {
                await().until(() -> kept.find(Samples.sha256("old")).isEmpty());
                assertThat(kept.find(Samples.sha256("recent"))).isPresent();
            }
        }
    }

    private static void keepAt(Instant clock, String key, TestDatabase database, Visibility visibility) {
        try (var appender = GroupCommitAppender.start(
                database.dataSource(), visibility, (_, _) -> clock, LogLimits.standard(), () -> {})) {
            appender.append(Samples.answering(new Samples.TestAnswers())
                            .idempotency(Samples.key(key, "request"))
                            .build())
                    .join();
        }
    }
}
