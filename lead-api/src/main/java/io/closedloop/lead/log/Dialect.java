package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;

/** What the log does differently on the two databases. */
enum Dialect {
    /** Embedded in this process: no round trips, but a commit is durable only once the file is synced. */
    H2 {
        @Override
        void bound(Connection connection, LogLimits limits) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set lock_timeout " + limits.lockTimeout().toMillis());
            }
        }

        @Override
        Instant clock(Connection connection) {
            // The database's clock is this process's, but CURRENT_TIMESTAMP stands still from the transaction's first
            // statement on.
            return Instant.now().truncatedTo(ChronoUnit.MICROS);
        }
    },

    POSTGRESQL {
        @Override
        void bound(Connection connection, LogLimits limits) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        set local lock_timeout = %d;
                        set local statement_timeout = %d;
                        set local idle_in_transaction_session_timeout = %d
                        """.formatted(
                                limits.lockTimeout().toMillis(),
                                limits.statementTimeout().toMillis(),
                                limits.statementTimeout().toMillis()));
            }
            // A server that vanished without a word must not hold the appender either.
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(2 * limits.statementTimeout().toMillis()));
        }

        @Override
        Instant clock(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select clock_timestamp()")) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    };

    /** @throws SQLException when the database cannot be reached, or is neither H2 nor PostgreSQL */
    static Dialect of(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            return switch (product) {
                case "H2" -> H2;
                case "PostgreSQL" -> POSTGRESQL;
                default ->
                    throw new SQLException("the log runs on H2 or PostgreSQL, not on %s; change the database's URL"
                            .formatted(product));
            };
        }
    }

    /** Gives the transaction that begins here its time-outs, so that nothing waits for long. */
    abstract void bound(Connection connection, LogLimits limits) throws SQLException;

    /** The database's clock, now, to the microsecond. */
    abstract Instant clock(Connection connection) throws SQLException;
}
