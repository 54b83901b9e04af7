package io.closedloop.lead.log;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The log on H2 in a file. */
class H2LogTest extends LogConformance {
    @TempDir
    Path directory;

    @Override
    TestDatabase open() {
        return TestDatabase.h2(directory);
    }
}
