package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;

/** Commits, and takes a warning for what it is. */
final class Commit {
    private Commit() {}

    /**
     * Commits something that changes nothing, in a transaction that holds the head's lock. Once it is acknowledged, all
     * commits before it are as safe as it is, because a standby gets them in order.
     *
     * @throws SQLException as {@link #of}
     */
    static void proving(Connection connection, Dialect dialect) throws SQLException {
        var script = new Script();
        LogHeadRow.touch(script);
        script.run(connection, dialect);
        of(connection);
    }

    /**
     * Commits the connection's transaction.
     *
     * @throws SQLException when the commit fails, and when the server warns at it: PostgreSQL answers so when the wait
     *     for its standby was broken off, and the transaction may not have been replicated
     */
    static void of(Connection connection) throws SQLException {
        connection.clearWarnings();
        connection.commit();
        SQLWarning warning = connection.getWarnings();
        if (warning != null) {
            throw new SQLException(
                    "the server warned at the commit, so it may not be safe", warning.getSQLState(), warning);
        }
    }
}
