package io.closedloop.lead.log;

import io.closedloop.lead.log.RowStatement.Column;
import io.closedloop.lead.log.RowStatement.ColumnType;
import io.closedloop.lead.stream.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys of leads, and of streams that have one of their own; each is stored with the first event. */
final class SubjectKeysBook implements Book {
    private static final RowStatement INTO_SUBJECT_KEY = RowStatement.insert(
            "subject_key",
            List.of(
                    new Column("lead_id", ColumnType.UUID),
                    new Column("wrapped_key", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT)));

    private final Map<UUID, WrappedKey> newKeys = new LinkedHashMap<>();

    @Override
    public void ask(Append append) {
        // Nothing is judged by a key.
    }

    @Override
    public void read(Script script) {
        // Nor has one to be known.
    }

    @Override
    public void enter(Change change, Positions positions) {
        for (Effect effect : change.effects()) {
            if (effect instanceof NewKey it) {
                newKeys.put(it.owner(), it.key());
            }
        }
    }

    @Override
    public boolean writes() {
        return !newKeys.isEmpty();
    }

    @Override
    public void write(Script script, long batch) {
        var rows = new ArrayList<@Nullable Object[]>();
        newKeys.forEach((owner, key) -> rows.add(new @Nullable Object[] {owner, key.base64(), batch}));
        script.many(INTO_SUBJECT_KEY, rows);
    }
}
