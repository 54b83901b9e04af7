package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log from before logs had epochs gets its first one. */
class EpochMigrationTest {
    private static final String BEFORE = "7";

    @Test
    void onH2(@TempDir Path directory) {
        TestDatabase.h2At(directory, BEFORE).close();

        try (TestDatabase database = TestDatabase.h2(directory)) {
            hasOneEpoch(database);
        }
    }

    @Test
    void onPostgres() {
        try (TestDatabase database = TestDatabase.postgresAt(BEFORE)) {
            database.migrate();
            hasOneEpoch(database);
        }
    }

    private static void hasOneEpoch(TestDatabase database) {
        LogHead first = database.visibility().known();

        assertThat(first.epoch()).isNotNull().isNotEqualTo(LogHead.NO_EPOCH);
        assertThat(database.visibility().known()).as("after a restart").isEqualTo(first);
    }
}
