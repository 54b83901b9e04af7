package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of the log and the database's time, read by a script that holds the head's lock until its transaction ends.
 */
final class LockedHead {
    private @Nullable LogHead found;
    private @Nullable Instant told;

    private LockedHead() {}

    /** Begins a script with the transaction's time-outs and the lock. */
    static LockedHead by(Script script, Dialect dialect, LogLimits limits) {
        dialect.bound(script, limits);
        var locked = new LockedHead();
        script.query(
                switch (dialect) {
                    case H2 -> "select position, batch, recorded_at, epoch from log_head where id = 1 for update";
                    case POSTGRESQL ->
                        // The clock is read outside, so after the lock is there.
                        """
                        select head.*, clock_timestamp()
                        from (select position, batch, recorded_at, epoch from log_head where id = 1 for update) head""";
                },
                row -> locked.read(row, dialect));
        return locked;
    }

    /** As {@link #by}, of a transaction that needs nothing else at once. */
    static LogHead in(Connection connection, Dialect dialect, LogLimits limits) throws SQLException {
        var script = new Script();
        LockedHead locked = by(script, dialect, limits);
        script.run(connection, dialect);
        return locked.found();
    }

    private void read(ResultSet row, Dialect dialect) throws SQLException {
        found = LogHeadRow.read(row);
        told = switch (dialect) {
            // Its clock is this process's, but CURRENT_TIMESTAMP stands still from the transaction's first statement
            // on.
            case H2 -> Instant.now().truncatedTo(ChronoUnit.MICROS);
            case POSTGRESQL -> row.getObject(5, OffsetDateTime.class).toInstant();
        };
    }

    /** @throws SQLException when there is no such row */
    LogHead found() throws SQLException {
        if (found == null) {
            throw LogHeadRow.missing();
        }
        return found;
    }

    /** The database's clock after the lock was taken, to the microsecond. */
    Instant told() throws SQLException {
        if (told == null) {
            throw LogHeadRow.missing();
        }
        return told;
    }
}
