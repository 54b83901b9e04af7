package io.closedloop.lead.jobs;

import io.closedloop.lead.log.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on H2. */
class H2JobsTest extends JobsSuite {
    @TempDir
    Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }
}
