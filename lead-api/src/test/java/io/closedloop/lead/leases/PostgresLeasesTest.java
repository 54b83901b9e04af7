package io.closedloop.lead.leases;

import io.closedloop.lead.log.TestDatabase;

/** Leases on PostgreSQL. */
class PostgresLeasesTest extends LeasesSuite {
    @Override
    TestDatabase open() {
        return TestDatabase.postgres();
    }
}
