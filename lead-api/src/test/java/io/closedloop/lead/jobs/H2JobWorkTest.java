package io.closedloop.lead.jobs;

import io.closedloop.lead.log.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The work of jobs on H2. */
class H2JobWorkTest extends JobWorkSuite {
    @TempDir
    Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }
}
