package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;

/** Commits, and takes a warning for what it is. */
final class Commit {
    private Commit() {}

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
