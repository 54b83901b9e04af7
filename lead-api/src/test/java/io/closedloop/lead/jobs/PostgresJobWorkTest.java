package io.closedloop.lead.jobs;

import io.closedloop.lead.log.TestDatabase;

/** The work of jobs on PostgreSQL. */
class PostgresJobWorkTest extends JobWorkSuite {
    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
