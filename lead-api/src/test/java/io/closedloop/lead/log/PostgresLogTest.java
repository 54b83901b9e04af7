package io.closedloop.lead.log;

/** The log on PostgreSQL. */
class PostgresLogTest extends LogConformance {
    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
