package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.RowStatement.Column;
import io.closedloop.lead.log.RowStatement.ColumnType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final RowStatement INTO_IDENTITY_HELD = RowStatement.insert(
            "identity_held",
            List.of(
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("kind", ColumnType.VARCHAR),
                    new Column("lead_id", ColumnType.UUID),
                    new Column("from_position", ColumnType.BIGINT),
                    new Column("claimed", ColumnType.BOOLEAN),
                    new Column("spelling", ColumnType.INTEGER),
                    new Column("batch", ColumnType.BIGINT)));
    private static final RowStatement INTO_PLUS_ADDRESS = RowStatement.insert(
            "plus_address",
            List.of(
                    new Column("base", ColumnType.VARCHAR),
                    new Column("lead_id", ColumnType.UUID),
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT)));
    private static final RowStatement GIVE_CLAIM_UP = RowStatement.of(
            List.of(new Column("hash", ColumnType.VARCHAR), new Column("kind", ColumnType.VARCHAR)),
            "update identity_held set claimed = null where hash = ? and kind = ? and claimed",
            """
            update identity_held set claimed = null
            from given where identity_held.hash = given.hash and identity_held.kind = given.kind and claimed""");
    private static final RowStatement CLAIM_AGAIN = RowStatement.of(
            List.of(
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("kind", ColumnType.VARCHAR),
                    new Column("lead_id", ColumnType.UUID)),
            "update identity_held set claimed = true where hash = ? and kind = ? and lead_id = ?",
            """
            update identity_held set claimed = true
            from given where identity_held.hash = given.hash and identity_held.kind = given.kind
                and identity_held.lead_id = given.lead_id""");
    private static final RowStatement INTO_SUPPRESSION = RowStatement.insert(
            "suppression",
            List.of(
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("kind", ColumnType.VARCHAR),
                    new Column("suppression_id", ColumnType.UUID),
                    new Column("lead_id", ColumnType.UUID),
                    new Column("reason", ColumnType.VARCHAR),
                    new Column("disqualified_by", ColumnType.UUID),
                    new Column("disqualified_position", ColumnType.BIGINT),
                    new Column("occurred_at", ColumnType.TIMESTAMPTZ),
                    new Column("expires_at", ColumnType.TIMESTAMPTZ),
                    new Column("ended_by", ColumnType.VARCHAR),
                    new Column("ended_position", ColumnType.BIGINT),
                    new Column("blocked", ColumnType.BIGINT),
                    new Column("version", ColumnType.BIGINT),
                    new Column("spelling", ColumnType.INTEGER),
                    new Column("base", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT)));
    private static final RowStatement SUPPRESSION_STATE = RowStatement.of(
            List.of(
                    new Column("ended_by", ColumnType.VARCHAR),
                    new Column("ended_position", ColumnType.BIGINT),
                    new Column("blocked", ColumnType.BIGINT),
                    new Column("version", ColumnType.BIGINT),
                    new Column("base", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT),
                    new Column("suppression_id", ColumnType.UUID)),
            """
            update suppression set ended_by = ?, ended_position = ?, blocked = ?, version = ?, base = ?, batch = ?
            where suppression_id = ?""",
            """
            update suppression set ended_by = given.ended_by, ended_position = given.ended_position,
                blocked = given.blocked, version = given.version, base = given.base, batch = given.batch
            from given where suppression.suppression_id = given.suppression_id""");
    private static final RowStatement INTO_SUBJECT_KEY = RowStatement.insert(
            "subject_key",
            List.of(
                    new Column("lead_id", ColumnType.UUID),
                    new Column("wrapped_key", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT)));
    private static final RowStatement INTO_KEPT_ANSWER = RowStatement.insert(
            "kept_answer",
            List.of(
                    new Column("scope_hash", ColumnType.VARCHAR),
                    new Column("request_hash", ColumnType.VARCHAR),
                    new Column("status", ColumnType.INTEGER),
                    new Column("headers", ColumnType.VARCHAR),
                    new Column("body", ColumnType.VARCHAR),
                    new Column("recorded_at", ColumnType.TIMESTAMPTZ),
                    new Column("batch", ColumnType.BIGINT)));

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
        var script = new Script().many(INTO_EVENT, events(ledger.newEvents()));
        changeHoldings(script, ledger);
        script.many(INTO_SUPPRESSION, suppressions(ledger.newSuppressions().toList(), batch))
                .many(SUPPRESSION_STATE, states(ledger.changedSuppressions().toList(), batch))
                .many(INTO_SUBJECT_KEY, keys(ledger.newKeys(), batch))
                .many(INTO_KEPT_ANSWER, kept(ledger.newKept(), batch));
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

    /** Releases come first, so that another lead may claim. */
    private static void changeHoldings(Script script, Ledger ledger) {
        var gone = new ArrayList<@Nullable Object[]>();
        var claimed = new HashMap<IdentityHash, LeadId>();
        for (Ledger.ClaimChange change : ledger.claimChanges()) {
            IdentityHash identity = change.identity();
            if (change.before() != null) {
                gone.add(
                        new @Nullable Object[] {identity.hash(), identity.kind().name()});
            }
            LeadId holder = change.after();
            if (holder != null) {
                claimed.put(identity, holder);
            }
        }
        var held = new ArrayList<@Nullable Object[]>();
        var plus = new ArrayList<@Nullable Object[]>();
        for (Ledger.NewlyHeld it : ledger.newHeld()) {
            IdentityHash identity = it.identity();
            Boolean mark = claimed.remove(identity, it.leadId()) ? true : null;
            held.add(new @Nullable Object[] {
                identity.hash(),
                identity.kind().name(),
                it.leadId().value(),
                it.fromPosition(),
                mark,
                Columns.spelling(identity),
                ledger.batch()
            });
            if (identity.base() != null) {
                plus.add(
                        new @Nullable Object[] {identity.base(), it.leadId().value(), identity.hash(), ledger.batch()});
            }
        }
        var again = new ArrayList<@Nullable Object[]>();
        claimed.forEach((identity, lead) -> again.add(
                new @Nullable Object[] {identity.hash(), identity.kind().name(), lead.value()}));
        script.many(GIVE_CLAIM_UP, gone)
                .many(INTO_IDENTITY_HELD, held)
                .many(INTO_PLUS_ADDRESS, plus)
                .many(CLAIM_AGAIN, again);
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
                Columns.spelling(it.identity),
                it.base(),
                batch
            });
        }
        return rows;
    }

    private static List<@Nullable Object[]> states(List<TrackedSuppression> suppressions, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        for (TrackedSuppression it : suppressions) {
            SuppressionEnd endedBy = it.endedBy();
            rows.add(new @Nullable Object[] {
                endedBy == null ? null : endedBy.name(),
                endedBy == null ? null : (Long) it.endedPosition(),
                it.blocked(),
                it.version(),
                it.base(),
                batch,
                it.id.value()
            });
        }
        return rows;
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
