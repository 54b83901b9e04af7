package io.closedloop.lead.jobs;

import io.closedloop.lead.log.TestDatabase;

/** Jobs on PostgreSQL. */
class PostgresJobsTest extends JobsSuite {

    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
