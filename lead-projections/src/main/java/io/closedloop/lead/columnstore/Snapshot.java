package io.closedloop.lead.columnstore;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The read models as they are at one position, for one reader. */
public final class Snapshot {
    /** In characters; several times what the largest question takes that the service lets through. */
    static final int LONGEST_STATEMENT = 16_000_000;

    private final DuckDBConnection connection;
    private final Progress progress;
    private final Running running;

    Snapshot(DuckDBConnection connection, Running running) throws SQLException {
        this.connection = connection;
        this.running = running;
        this.progress = ColumnStore.progressOf(connection);
    }

    /** The position that every answer of this snapshot speaks for. */
    public Progress progress() {
        return progress;
    }

    /**
     * Tells which events of the log up to the position are lacking: the same text for the same events, empty where
     * there are none. What is read is made by the position and by this.
     */
    public String lacking() throws SQLException {
        return String.join(
                ",",
                query(
                        "SELECT string_agg(position::VARCHAR, ',' ORDER BY position) FROM dead_letter",
                        List.of(),
                        row -> row.getString(1) == null ? "" : row.getString(1)));
    }

    /**
     * @param parameters texts, numbers, booleans, UUIDs; an {@link Instant} is given as its microseconds, for
     *     {@code make_timestamp(?)}; null
     * @throws QuestionTooLargeException when the statement is longer than any that the service should make
     */
    public <R> List<R> query(String sql, List<? extends @Nullable Object> parameters, RowMapper<R> mapper)
            throws SQLException {
        if (sql.length() > LONGEST_STATEMENT) {
            throw new QuestionTooLargeException(
                    "the question needs a statement of %d characters; at most %d are allowed"
                            .formatted(sql.length(), LONGEST_STATEMENT));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                Object parameter = parameters.get(i);
                statement.setObject(i + 1, parameter instanceof Instant instant ? Micros.of(instant) : parameter);
            }
            running.start(statement);
            try (ResultSet rows = statement.executeQuery()) {
                var found = new ArrayList<R>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            } finally {
                running.end();
            }
        }
    }

    /** Makes a result of the current row. */
    @FunctionalInterface
    public interface RowMapper<R> {
        R map(ResultSet row) throws SQLException;
    }
}
