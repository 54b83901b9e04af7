package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The one row that says where the log ends. Only the holder of its lock appends. */
public final class LogHeadRow {
    private LogHeadRow() {}

    /** The head as it is committed. */
    static LogHead read(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "select position, batch, recorded_at, epoch from log_head where id = 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw missing();
            }
            return read(row);
        }
    }

    /** Where the log ends, of a database that may not have been brought up to date yet. */
    public static long position(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select position from log_head where id = 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw missing();
            }
            return row.getLong(1);
        }
    }

    /** @param row whose first columns are {@code position, batch, recorded_at, epoch} */
    static LogHead read(ResultSet row) throws SQLException {
        return new LogHead(
                row.getLong(1),
                row.getLong(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, UUID.class));
    }

    /** Gives a log that has none yet its first epoch. Several instances may try at once. */
    static void ensureEpoch(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update log_head set epoch = ? where id = 1 and epoch is null")) {
            update.setObject(1, UUID.randomUUID());
            update.executeUpdate();
        }
    }

    /** Moves the head; the transaction must hold its lock. */
    static void move(Script script, LogHead head) {
        script.update(
                "update log_head set position = ?, batch = ?, recorded_at = ? where id = 1",
                head.position(),
                head.batch(),
                Columns.timestamp(head.recordedAt()));
    }

    /** Writes the head as it is, so that there is something to commit; the transaction must hold its lock. */
    static void touch(Script script) {
        script.update("update log_head set position = position where id = 1");
    }

    static SQLException missing() {
        return new SQLException("the table log_head has lost its one row; restore the database from a backup");
    }
}
