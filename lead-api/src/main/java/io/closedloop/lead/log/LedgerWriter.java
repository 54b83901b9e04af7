package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a ledger has noted: one batched statement per table and kind of change, and none where there is nothing
 * to do.
 */
final class LedgerWriter {
    private final Connection connection;

    LedgerWriter(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes everything and moves the head.
     *
     * @param writerId who writes
     * @param attemptId drawn for this attempt alone, so that it can be told later whether it was committed
     */
    void write(Ledger ledger, UUID writerId, UUID attemptId) throws SQLException {
        insertEvents(ledger.newEvents());
        changeClaims(ledger.claimChanges(), ledger.batch());
        insertHeld(ledger.newHeld(), ledger.batch());
        insertSuppressions(ledger.newSuppressions().toList(), ledger.batch());
        updateSuppressions(ledger.changedSuppressions().toList(), ledger.batch());
        insertKeys(ledger.newKeys(), ledger.batch());
        insertKept(ledger.newKept(), ledger.batch());
        LogHead after = ledger.after();
        LogHeadRow.move(connection, after);
        LogWriterRow.note(connection, writerId, attemptId, after);
    }

    private void insertEvents(List<StoredEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into event (position, batch, stream_type, stream_id, sequence, event_id, type, revision, payload,
                    metadata, occurred_at, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (StoredEvent event : events) {
                insert.setLong(1, event.position());
                insert.setLong(2, event.batch());
                insert.setString(3, event.streamType());
                insert.setString(4, event.streamId());
                insert.setLong(5, event.sequence());
                insert.setString(6, event.eventId());
                insert.setString(7, event.type());
                insert.setString(8, event.revision());
                insert.setString(9, event.payload());
                insert.setString(10, event.metadata());
                insert.setObject(11, Columns.timestamp(event.occurredAt()));
                insert.setObject(12, Columns.timestamp(event.recordedAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void changeClaims(List<Ledger.ClaimChange> changes, long batch) throws SQLException {
        List<Ledger.ClaimChange> gone =
                changes.stream().filter(it -> it.before() != null).toList();
        if (!gone.isEmpty()) {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from claim where hash = ? and kind = ?")) {
                for (Ledger.ClaimChange change : gone) {
                    setIdentity(delete, 1, change.identity());
                    delete.addBatch();
                }
                delete.executeBatch();
            }
        }
        List<Ledger.ClaimChange> come =
                changes.stream().filter(it -> it.after() != null).toList();
        if (!come.isEmpty()) {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into claim (hash, kind, lead_id, batch) values (?, ?, ?, ?)")) {
                for (Ledger.ClaimChange change : come) {
                    setIdentity(insert, 1, change.identity());
                    LeadId holder = change.after();
                    insert.setObject(3, holder == null ? null : holder.value());
                    insert.setLong(4, batch);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }

    private void insertHeld(List<Ledger.NewlyHeld> held, long batch) throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into identity_held (hash, kind, lead_id, from_position, batch) values (?, ?, ?, ?, ?)")) {
            for (Ledger.NewlyHeld it : held) {
                setIdentity(insert, 1, it.identity());
                insert.setObject(3, it.leadId().value());
                insert.setLong(4, it.fromPosition());
                insert.setLong(5, batch);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertSuppressions(List<TrackedSuppression> suppressions, long batch) throws SQLException {
        if (suppressions.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into suppression (hash, kind, suppression_id, lead_id, reason, disqualified_by, disqualified_position,
                    occurred_at, expires_at, ended_by, ended_position, blocked, version, batch)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (TrackedSuppression it : suppressions) {
                setIdentity(insert, 1, it.identity);
                insert.setObject(3, it.id.value());
                insert.setObject(4, it.leadId.value());
                insert.setString(5, it.reason);
                insert.setObject(6, it.disqualifiedBy.value());
                insert.setLong(7, it.disqualifiedPosition);
                insert.setObject(8, Columns.timestamp(it.occurredAt));
                setTimestamp(insert, 9, it.expiresAt);
                setState(insert, 10, it, batch);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void updateSuppressions(List<TrackedSuppression> suppressions, long batch) throws SQLException {
        if (suppressions.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement("""
                update suppression set ended_by = ?, ended_position = ?, blocked = ?, version = ?, batch = ?
                where suppression_id = ?""")) {
            for (TrackedSuppression it : suppressions) {
                setState(update, 1, it, batch);
                update.setObject(6, it.id.value());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void insertKeys(Map<LeadId, WrappedKey> keys, long batch) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into subject_key (lead_id, wrapped_key, batch) values (?, ?, ?)")) {
            for (Map.Entry<LeadId, WrappedKey> key : keys.entrySet()) {
                insert.setObject(1, key.getKey().value());
                insert.setString(2, key.getValue().base64());
                insert.setLong(3, batch);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertKept(Map<String, KeptAnswer> kept, long batch) throws SQLException {
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into kept_answer (scope_hash, request_hash, status, headers, body, recorded_at, batch)
                values (?, ?, ?, ?, ?, ?, ?)""")) {
            for (Map.Entry<String, KeptAnswer> it : kept.entrySet()) {
                Answer answer = it.getValue().answer();
                insert.setString(1, it.getKey());
                insert.setString(2, it.getValue().requestHash());
                insert.setInt(3, answer.status());
                insert.setString(4, KeptAnswer.headerLines(answer.headers()));
                insert.setString(5, answer.body());
                insert.setObject(6, Columns.timestamp(it.getValue().recordedAt()));
                insert.setLong(7, batch);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void setIdentity(PreparedStatement statement, int first, IdentityHash identity) throws SQLException {
        statement.setString(first, identity.hash());
        statement.setString(first + 1, identity.kind().name());
    }

    private static void setState(PreparedStatement statement, int first, TrackedSuppression it, long batch)
            throws SQLException {
        SuppressionEnd endedBy = it.endedBy();
        if (endedBy == null) {
            statement.setNull(first, Types.VARCHAR);
            statement.setNull(first + 1, Types.BIGINT);
        } else {
            statement.setString(first, endedBy.name());
            statement.setLong(first + 1, it.endedPosition());
        }
        statement.setLong(first + 2, it.blocked());
        statement.setLong(first + 3, it.version());
        statement.setLong(first + 4, batch);
    }

    private static void setTimestamp(PreparedStatement statement, int parameter, @Nullable Instant instant)
            throws SQLException {
        if (instant == null) {
            statement.setNull(parameter, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(parameter, Columns.timestamp(instant));
        }
    }
}
