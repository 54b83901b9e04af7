package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A projection for tests of the store: keeps every payload, a text {@code stream:content}, and refuses some. */
final class Names implements Projection {
    private final int version;

    Names(int version) {
        this.version = version;
    }

    static String event(long stream, String content) {
        return stream + ":" + content;
    }

    @Override
    public StoreSchema schema() {
        return new StoreSchema(
                version,
                List.of(new StoreSchema.Table(
                        "name", "CREATE TABLE name (position BIGINT NOT NULL, content VARCHAR NOT NULL)")),
                List.of());
    }

    @Override
    public UUID streamOf(Object payload) {
        return new UUID(0, Long.parseLong(((String) payload).split(":", 2)[0]));
    }

    @Override
    public void write(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException {
        try (RowAppender rows = writer.append("name")) {
            for (LoggedEvent event : events) {
                String content = ((String) event.payload()).split(":", 2)[1];
                if (content.equals("poison")) {
                    throw new IllegalStateException("nobody is called that");
                }
                rows.begin()
                        .bigint("position", event.position())
                        .text("content", content)
                        .end();
            }
        }
        for (LoggedEvent event : events) {
            if (((String) event.payload()).endsWith(":sql poison")) {
                writer.execute("INSERT INTO name VALUES (1, NULL)");
            }
        }
    }

    static List<String> in(ColumnStore store) {
        return store.read(snapshot ->
                snapshot.query("SELECT content FROM name ORDER BY position", List.of(), row -> row.getString(1)));
    }
}
