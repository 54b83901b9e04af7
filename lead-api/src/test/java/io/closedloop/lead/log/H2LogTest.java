package io.closedloop.lead.log;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The log on H2 in a file. */
class H2LogTest {
    @TempDir
    Path directory;

    @Nested
    class Entries extends LogEntriesSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class SuppressedIdentities extends LogSuppressionsSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Readers extends LogReadingSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Faults extends LogFaultsSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Concurrency extends LogConcurrencySuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }

    @Nested
    class Observed extends LogObservedSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.h2(directory);
        }
    }
}
