package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Each appender's last committed transaction. From it an appender learns the outcome of a commit whose answer was lost.
 */
final class LogWriterRow {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private LogWriterRow() {}

    /**
     * Notes the attempt, in its own transaction.
     *
     * @param changed is told whether there was a row to change; without one, {@link #begin} has to write it
     */
    static void note(Script script, UUID writerId, UUID attemptId, LogHead after, IntConsumer changed) {
        script.update(
                changed,
                "update log_writer set attempt_id = ?, batch = ?, recorded_at = ? where writer_id = ?",
                attemptId,
                after.batch(),
                Columns.timestamp(after.recordedAt()),
                writerId);
    }

    /** Notes the first attempt of an appender: a good moment to drop what stopped instances left behind. */
    static void begin(Script script, UUID writerId, UUID attemptId, LogHead after) {
        script.update(
                "delete from log_writer where recorded_at < ?",
                Columns.timestamp(after.recordedAt().minus(FORGOTTEN_AFTER)));
        script.update(
                "insert into log_writer (writer_id, attempt_id, batch, recorded_at) values (?, ?, ?, ?)",
                writerId,
                attemptId,
                after.batch(),
                Columns.timestamp(after.recordedAt()));
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
}
