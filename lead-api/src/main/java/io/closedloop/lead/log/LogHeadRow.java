package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** The one row that says where the log ends. Only the holder of its lock appends. */
final class LogHeadRow {
    private LogHeadRow() {}

    /** The head as it is committed. */
    static LogHead read(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select position, batch, recorded_at from log_head where id = 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw missing();
            }
            return read(row);
        }
    }

    /** @param row whose first columns are {@code position, batch, recorded_at} */
    static LogHead read(ResultSet row) throws SQLException {
        return new LogHead(
                row.getLong(1),
                row.getLong(2),
                row.getObject(3, OffsetDateTime.class).toInstant());
    }

    /** Moves the head; the transaction must hold its lock. */
    static void move(Script script, LogHead head) {
        script.update(
                "update log_head set position = ?, batch = ?, recorded_at = ? where id = 1",
                head.position(),
                head.batch(),
                Columns.timestamp(head.recordedAt()));
    }

    static SQLException missing() {
        return new SQLException("the table log_head has lost its one row; restore the database from a backup");
    }
}
