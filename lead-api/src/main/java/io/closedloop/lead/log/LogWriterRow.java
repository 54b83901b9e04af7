package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Each appender's last committed transaction, by which an appender finds out what became of a commit whose answer was
 * lost.
 */
final class LogWriterRow {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private LogWriterRow() {}

    /** Notes the attempt, in its own transaction. */
    static void note(Connection connection, UUID writerId, UUID attemptId, LogHead after) throws SQLException {
        int updated = execute(
                connection,
                "update log_writer set attempt_id = ?, batch = ?, recorded_at = ? where writer_id = ?",
                writerId,
                attemptId,
                after);
        if (updated == 0) {
            // The first transaction of this appender: a good moment to drop what stopped instances left behind.
            forget(connection, after.recordedAt().minus(FORGOTTEN_AFTER));
            execute(
                    connection,
                    "insert into log_writer (attempt_id, batch, recorded_at, writer_id) values (?, ?, ?, ?)",
                    writerId,
                    attemptId,
                    after);
        }
    }

    /** Whether the attempt was committed. Only true or false for good when asked under the log head's lock. */
    static boolean committed(Connection connection, UUID writerId, UUID attemptId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from log_writer where writer_id = ? and attempt_id = ?")) {
            select.setObject(1, writerId);
            select.setObject(2, attemptId);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static int execute(Connection connection, String sql, UUID writerId, UUID attemptId, LogHead after)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, attemptId);
            statement.setLong(2, after.batch());
            statement.setObject(3, Columns.timestamp(after.recordedAt()));
            statement.setObject(4, writerId);
            return statement.executeUpdate();
        }
    }

    private static void forget(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from log_writer where recorded_at < ?")) {
            delete.setObject(1, Columns.timestamp(before));
            delete.executeUpdate();
        }
    }
}
