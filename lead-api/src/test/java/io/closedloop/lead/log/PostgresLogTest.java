package io.closedloop.lead.log;

import org.junit.jupiter.api.Nested;

/** The log on PostgreSQL. */
class PostgresLogTest {

    @Nested
    class Entries extends LogEntriesSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.postgres();
        }
    }

    @Nested
    class SuppressedIdentities extends LogSuppressionsSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.postgres();
        }
    }

    @Nested
    class Readers extends LogReadingSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.postgres();
        }
    }

    @Nested
    class Faults extends LogFaultsSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.postgres();
        }
    }

    @Nested
    class Concurrency extends LogConcurrencySuite {
        @Override
        TestDatabase open() {
            return TestDatabase.postgres();
        }
    }

    @Nested
    class Observed extends LogObservedSuite {
        @Override
        TestDatabase open() {
            return TestDatabase.postgres();
        }
    }
}
