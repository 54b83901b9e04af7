package io.closedloop.lead.leases;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leases with terms that tests can wait for. */
public record LeasesForTests(Leases leases) implements AutoCloseable {
    /** Those of one of several instances. */
    public static LeasesForTests shared(JdbcClient database, Duration term) {
        return new LeasesForTests(Leases.shared(database, "a test", term));
    }

    /**
     * Takes a lease as an instance that dies in the next moment.
     *
     * @return the time that it held it
     */
    public static Tenure takenByTheDead(JdbcClient database, String name, Duration term) {
        var table = new LeaseTable(database, "dead", term);
        return new Tenure(table.holder(), table.take(name).orElseThrow());
    }

    @Override
    public void close() {
        leases.close();
    }
}
