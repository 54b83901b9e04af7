package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** The one row that tells where the log ends. Whoever holds its lock is the only one who appends. */
final class LogHeadRow {
    private LogHeadRow() {}

    /** The head as it is committed. */
    static LogHead read(Connection connection) throws SQLException {
        return select(connection, "select position, batch, recorded_at from log_head where id = 1");
    }

    /** The head, locked until the transaction ends. */
    static LogHead lock(Connection connection) throws SQLException {
        return select(connection, "select position, batch, recorded_at from log_head where id = 1 for update");
    }

    /** Moves the head; the transaction must hold its lock. */
    static void move(Connection connection, LogHead head) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update log_head set position = ?, batch = ?, recorded_at = ? where id = 1")) {
            update.setLong(1, head.position());
            update.setLong(2, head.batch());
            update.setObject(3, Columns.timestamp(head.recordedAt()));
            update.executeUpdate();
        }
    }

    private static LogHead select(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the table log_head has lost its one row; restore the database from a backup");
            }
            return new LogHead(
                    row.getLong(1),
                    row.getLong(2),
                    row.getObject(3, OffsetDateTime.class).toInstant());
        }
    }
}
