package io.closedloop.lead.log;

import io.closedloop.lead.log.RowStatement.Column;
import io.closedloop.lead.log.RowStatement.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a ledger has noted: one statement per table and kind of change, none if there is nothing to do; on
 * PostgreSQL all of them in one round trip.
 */
final class LedgerWriter {
    private static final RowStatement INTO_EVENT = RowStatement.insert(
            "event",
            List.of(
                    new Column("position", ColumnType.BIGINT),
                    new Column("batch", ColumnType.BIGINT),
                    new Column("stream_type", ColumnType.VARCHAR),
                    new Column("stream_id", ColumnType.VARCHAR),
                    new Column("sequence", ColumnType.BIGINT),
                    new Column("event_id", ColumnType.VARCHAR),
                    new Column("type", ColumnType.VARCHAR),
                    new Column("revision", ColumnType.VARCHAR),
                    new Column("payload", ColumnType.VARCHAR),
                    new Column("metadata", ColumnType.VARCHAR),
                    new Column("occurred_at", ColumnType.TIMESTAMPTZ),
                    new Column("recorded_at", ColumnType.TIMESTAMPTZ)));

    private final Connection connection;
    private final Dialect dialect;
    private boolean noted;

    LedgerWriter(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /**
     * Writes everything and moves the head.
     *
     * @param writerId who writes
     * @param attemptId drawn for this attempt alone, so that it can be told later whether it was committed
     */
    void write(Ledger ledger, UUID writerId, UUID attemptId) throws SQLException {
        var script = new Script().many(INTO_EVENT, events(ledger.newEvents()));
        ledger.writeBooks(script);
        LogHead after = ledger.after();
        LogHeadRow.move(script, after);
        LogWriterRow.note(script, writerId, attemptId, after, changed -> noted = changed > 0);
        script.run(connection, dialect);
        if (!noted) {
            var first = new Script();
            LogWriterRow.begin(first, writerId, attemptId, after);
            first.run(connection, dialect);
        }
    }

    private static List<@Nullable Object[]> events(List<StoredEvent> events) {
        var rows = new ArrayList<@Nullable Object[]>();
        for (StoredEvent event : events) {
            rows.add(new @Nullable Object[] {
                event.position(),
                event.batch(),
                event.streamType(),
                event.streamId(),
                event.sequence(),
                event.eventId(),
                event.type(),
                event.revision(),
                event.payload(),
                event.metadata(),
                Columns.timestamp(event.occurredAt()),
                Columns.timestamp(event.recordedAt())
            });
        }
        return rows;
    }
}
