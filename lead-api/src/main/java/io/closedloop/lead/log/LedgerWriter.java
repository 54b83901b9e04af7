package io.closedloop.lead.log;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Script.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a ledger has noted: one statement per table and kind of change, and none where there is nothing to do; on
 * PostgreSQL all of them in one go.
 */
final class LedgerWriter {
    private static final List<Column> EVENT = List.of(
            new Column("position", Script.Type.BIGINT),
            new Column("batch", Script.Type.BIGINT),
            new Column("stream_type", Script.Type.VARCHAR),
            new Column("stream_id", Script.Type.VARCHAR),
            new Column("sequence", Script.Type.BIGINT),
            new Column("event_id", Script.Type.VARCHAR),
            new Column("type", Script.Type.VARCHAR),
            new Column("revision", Script.Type.VARCHAR),
            new Column("payload", Script.Type.VARCHAR),
            new Column("metadata", Script.Type.VARCHAR),
            new Column("occurred_at", Script.Type.TIMESTAMPTZ),
            new Column("recorded_at", Script.Type.TIMESTAMPTZ));
    private static final List<Column> CLAIM = List.of(
            new Column("hash", Script.Type.VARCHAR),
            new Column("kind", Script.Type.VARCHAR),
            new Column("lead_id", Script.Type.UUID),
            new Column("batch", Script.Type.BIGINT));
    private static final List<Column> IDENTITY_HELD = List.of(
            new Column("hash", Script.Type.VARCHAR),
            new Column("kind", Script.Type.VARCHAR),
            new Column("lead_id", Script.Type.UUID),
            new Column("from_position", Script.Type.BIGINT),
            new Column("batch", Script.Type.BIGINT));
    private static final List<Column> SUPPRESSION = List.of(
            new Column("hash", Script.Type.VARCHAR),
            new Column("kind", Script.Type.VARCHAR),
            new Column("suppression_id", Script.Type.UUID),
            new Column("lead_id", Script.Type.UUID),
            new Column("reason", Script.Type.VARCHAR),
            new Column("disqualified_by", Script.Type.UUID),
            new Column("disqualified_position", Script.Type.BIGINT),
            new Column("occurred_at", Script.Type.TIMESTAMPTZ),
            new Column("expires_at", Script.Type.TIMESTAMPTZ),
            new Column("ended_by", Script.Type.VARCHAR),
            new Column("ended_position", Script.Type.BIGINT),
            new Column("blocked", Script.Type.BIGINT),
            new Column("version", Script.Type.BIGINT),
            new Column("batch", Script.Type.BIGINT));
    private static final List<Column> SUPPRESSION_STATE = List.of(
            new Column("ended_by", Script.Type.VARCHAR),
            new Column("ended_position", Script.Type.BIGINT),
            new Column("blocked", Script.Type.BIGINT),
            new Column("version", Script.Type.BIGINT),
            new Column("batch", Script.Type.BIGINT),
            new Column("suppression_id", Script.Type.UUID));
    private static final List<Column> SUBJECT_KEY = List.of(
            new Column("lead_id", Script.Type.UUID),
            new Column("wrapped_key", Script.Type.VARCHAR),
            new Column("batch", Script.Type.BIGINT));
    private static final List<Column> KEPT_ANSWER = List.of(
            new Column("scope_hash", Script.Type.VARCHAR),
            new Column("request_hash", Script.Type.VARCHAR),
            new Column("status", Script.Type.INTEGER),
            new Column("headers", Script.Type.VARCHAR),
            new Column("body", Script.Type.VARCHAR),
            new Column("recorded_at", Script.Type.TIMESTAMPTZ),
            new Column("batch", Script.Type.BIGINT));

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
        long batch = ledger.batch();
        var script = new Script().insert("event", EVENT, events(ledger.newEvents()));
        changeClaims(script, ledger.claimChanges(), batch);
        script.insert("identity_held", IDENTITY_HELD, held(ledger.newHeld(), batch))
                .insert(
                        "suppression",
                        SUPPRESSION,
                        suppressions(ledger.newSuppressions().toList(), batch));
        update(script, ledger.changedSuppressions().toList(), batch);
        script.insert("subject_key", SUBJECT_KEY, keys(ledger.newKeys(), batch))
                .insert("kept_answer", KEPT_ANSWER, kept(ledger.newKept(), batch));
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

    /** Whoever lets go does so first, so that another may hold. */
    private static void changeClaims(Script script, List<Ledger.ClaimChange> changes, long batch) {
        var gone = new ArrayList<@Nullable Object[]>();
        var come = new ArrayList<@Nullable Object[]>();
        for (Ledger.ClaimChange change : changes) {
            String hash = change.identity().hash();
            String kind = change.identity().kind().name();
            if (change.before() != null) {
                gone.add(new @Nullable Object[] {hash, kind});
            }
            LeadId holder = change.after();
            if (holder != null) {
                come.add(new @Nullable Object[] {hash, kind, holder.value(), batch});
            }
        }
        script.many(
                        "delete from claim where hash = ? and kind = ?",
                        "delete from claim using given where claim.hash = given.hash and claim.kind = given.kind",
                        CLAIM.subList(0, 2),
                        gone)
                .insert("claim", CLAIM, come);
    }

    private static List<@Nullable Object[]> held(List<Ledger.NewlyHeld> held, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        for (Ledger.NewlyHeld it : held) {
            rows.add(new @Nullable Object[] {
                it.identity().hash(), it.identity().kind().name(), it.leadId().value(), it.fromPosition(), batch
            });
        }
        return rows;
    }

    private static List<@Nullable Object[]> suppressions(List<TrackedSuppression> suppressions, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        for (TrackedSuppression it : suppressions) {
            SuppressionEnd endedBy = it.endedBy();
            rows.add(new @Nullable Object[] {
                it.identity.hash(),
                it.identity.kind().name(),
                it.id.value(),
                it.leadId.value(),
                it.reason,
                it.disqualifiedBy.value(),
                it.disqualifiedPosition,
                Columns.timestamp(it.occurredAt),
                timestampOrNull(it.expiresAt),
                endedBy == null ? null : endedBy.name(),
                endedBy == null ? null : (Long) it.endedPosition(),
                it.blocked(),
                it.version(),
                batch
            });
        }
        return rows;
    }

    private static void update(Script script, List<TrackedSuppression> suppressions, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        for (TrackedSuppression it : suppressions) {
            SuppressionEnd endedBy = it.endedBy();
            rows.add(new @Nullable Object[] {
                endedBy == null ? null : endedBy.name(),
                endedBy == null ? null : (Long) it.endedPosition(),
                it.blocked(),
                it.version(),
                batch,
                it.id.value()
            });
        }
        script.many("""
                update suppression set ended_by = ?, ended_position = ?, blocked = ?, version = ?, batch = ?
                where suppression_id = ?""", """
                update suppression set ended_by = given.ended_by, ended_position = given.ended_position,
                    blocked = given.blocked, version = given.version, batch = given.batch
                from given where suppression.suppression_id = given.suppression_id""", SUPPRESSION_STATE, rows);
    }

    private static List<@Nullable Object[]> keys(Map<LeadId, WrappedKey> keys, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        keys.forEach((lead, key) -> rows.add(new @Nullable Object[] {lead.value(), key.base64(), batch}));
        return rows;
    }

    private static List<@Nullable Object[]> kept(Map<String, KeptAnswer> kept, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        kept.forEach((scope, it) -> rows.add(new @Nullable Object[] {
            scope,
            it.requestHash(),
            it.answer().status(),
            KeptAnswer.headerLines(it.answer().headers()),
            it.answer().body(),
            Columns.timestamp(it.recordedAt()),
            batch
        }));
        return rows;
    }

    private static @Nullable OffsetDateTime timestampOrNull(@Nullable Instant instant) {
        return instant == null ? null : Columns.timestamp(instant);
    }
}
