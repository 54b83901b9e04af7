package io.closedloop.lead.log;

import io.closedloop.lead.log.RowStatement.Column;
import io.closedloop.lead.log.RowStatement.ColumnType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answers that are kept under idempotency keys, so that a request sent again gets the same one. */
final class KeptAnswersBook implements Book {
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

    private final Set<String> scopes = new HashSet<>();
    private final Map<String, KeptAnswer> kept = new HashMap<>();
    private final Map<String, KeptAnswer> newKept = new LinkedHashMap<>();
    private Instant recordedAt = Instant.EPOCH;

    @Override
    public void ask(Append append) {
        if (append.idempotency() != null) {
            scopes.add(append.idempotency().scopeHash());
        }
    }

    @Override
    public void read(Script script) {
        if (!scopes.isEmpty()) {
            script.query("""
                    select scope_hash, request_hash, status, headers, body, recorded_at
                    from kept_answer where scope_hash = any(?)""", row -> kept.put(row.getString("scope_hash"), KeptAnswers.read(row)), (Object)
                    scopes.toArray(String[]::new));
        }
    }

    @Override
    public void begin(Moment moment, StreamEnds streams) {
        recordedAt = moment.recordedAt();
    }

    @Override
    public @Nullable Objection object(Check check, Append append) {
        Idempotency key = append.idempotency();
        if (check != Check.IDEMPOTENCY_KEY || key == null) {
            return null;
        }
        KeptAnswer first = kept.get(key.scopeHash());
        if (first == null) {
            return null;
        }
        return new Objection.Instead(
                key.isOf(first) ? new AppendOutcome.Kept(first.answer()) : new AppendOutcome.KeyReused());
    }

    @Override
    public void answered(Append append, Answer answer) {
        Idempotency key = append.idempotency();
        if (key != null) {
            var first = new KeptAnswer(key.requestHash(), answer, recordedAt);
            kept.put(key.scopeHash(), first);
            newKept.put(key.scopeHash(), first);
        }
    }

    @Override
    public boolean writes() {
        return !newKept.isEmpty();
    }

    @Override
    public void write(Script script, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        newKept.forEach((scope, it) -> rows.add(new @Nullable Object[] {
            scope,
            it.requestHash(),
            it.answer().status(),
            KeptAnswer.headerLines(it.answer().headers()),
            it.answer().body(),
            Columns.timestamp(it.recordedAt()),
            batch
        }));
        script.many(INTO_KEPT_ANSWER, rows);
    }
}
