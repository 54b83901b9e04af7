package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;

/** What the log does differently on the two databases. */
enum Dialect {
    /** Embedded in this process: no round trips, but a commit is durable only once the file is synced. */
    H2 {
        @Override
        Instant time(Connection connection) {
            return Instant.now().truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        void bound(Connection connection, LogLimits limits) {
            // Nothing between this process and the database can break.
        }

        @Override
        void bound(Script script, LogLimits limits) {
            script.update("set lock_timeout " + limits.lockTimeout().toMillis());
        }
    },

    POSTGRESQL {
        @Override
        Instant time(Connection connection) throws SQLException {
            try (PreparedStatement select = connection.prepareStatement("select clock_timestamp()");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }

        @Override
        void bound(Connection connection, LogLimits limits) throws SQLException {
            // A server that vanished without a word must not hold the appender either.
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(2 * limits.statementTimeout().toMillis()));
        }

        @Override
        void bound(Script script, LogLimits limits) {
            String lock = Long.toString(limits.lockTimeout().toMillis());
            String statement = Long.toString(limits.statementTimeout().toMillis());
            // Until the transaction ends; in one statement, because every transaction begins with it.
            script.query("""
                    select set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true),
                        set_config('idle_in_transaction_session_timeout', ?, true)""", _ -> {}, lock, statement, statement);
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

    /** The database's clock, to the microsecond. */
    abstract Instant time(Connection connection) throws SQLException;

    /** Gives the way to the database a time-out. */
    abstract void bound(Connection connection, LogLimits limits) throws SQLException;

    /** Gives the transaction that the script begins its time-outs, so that nothing waits for long. */
    abstract void bound(Script script, LogLimits limits);
}
