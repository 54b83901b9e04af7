package io.closedloop.lead.columnstore;

import io.closedloop.lead.columnstore.DeadLetter.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The table {@code dead_letter}. After every transaction, the first of a stream's dead letters that are not discarded
 * is parked, and the others wait.
 */
final class DeadLetters {
    static final String CREATE = """
            CREATE TABLE dead_letter (
                position BIGINT NOT NULL,
                event_id VARCHAR NOT NULL,
                stream UUID NOT NULL,
                type VARCHAR NOT NULL,
                recorded_at TIMESTAMP NOT NULL,
                state VARCHAR NOT NULL,
                cause VARCHAR NOT NULL,
                parked_at TIMESTAMP NOT NULL)
            """;

    static final String SELECT = """
            SELECT position, event_id, stream, type, epoch_us(recorded_at), state, cause, epoch_us(parked_at)
            FROM dead_letter
            """;

    private final Connection connection;

    /** @param connection the writer's, in its transaction */
    DeadLetters(Connection connection) {
        this.connection = connection;
    }

    static DeadLetter read(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong(1),
                row.getString(2),
                (UUID) row.getObject(3),
                row.getString(4),
                Micros.toInstant(row.getLong(5)),
                State.valueOf(row.getString(6)),
                row.getString(7),
                Micros.toInstant(row.getLong(8)));
    }

    static DeadLetterCount count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT count(*) FILTER (state = 'PARKED'), count(*) FILTER (state = 'WAITING'),
                            count(*) FILTER (state = 'DISCARDED')
                        FROM dead_letter
                        """)) {
            row.next();
            return new DeadLetterCount(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    void add(DeadLetter letter) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO dead_letter VALUES (?, ?, ?, ?, make_timestamp(?), ?, ?, make_timestamp(?))")) {
            insert.setLong(1, letter.position());
            insert.setString(2, letter.eventId());
            insert.setObject(3, letter.stream());
            insert.setString(4, letter.type());
            insert.setLong(5, Micros.of(letter.recordedAt()));
            insert.setString(6, letter.state().name());
            insert.setString(7, letter.cause());
            insert.setLong(8, Micros.of(letter.parkedAt()));
            insert.executeUpdate();
        }
    }

    /** The streams that stand still. */
    Set<UUID> streams() throws SQLException {
        var streams = new HashSet<UUID>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT stream FROM dead_letter WHERE state = 'PARKED'")) {
            while (rows.next()) {
                streams.add((UUID) rows.getObject(1));
            }
        }
        return streams;
    }

    Optional<DeadLetter> find(String eventId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE event_id = ?")) {
            select.setString(1, eventId);
            return letters(select).stream().findFirst();
        }
    }

    /** The dead letters of a stream that stands still, in the order of positions. */
    List<DeadLetter> standing(UUID stream) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + "WHERE stream = ? AND state <> 'DISCARDED' ORDER BY position")) {
            select.setObject(1, stream);
            return letters(select);
        }
    }

    private static List<DeadLetter> letters(PreparedStatement select) throws SQLException {
        var letters = new ArrayList<DeadLetter>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                letters.add(read(rows));
            }
        }
        return letters;
    }

    void change(long position, State state, String cause) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE dead_letter SET state = ?, cause = ? WHERE position = ?")) {
            update.setString(1, state.name());
            update.setString(2, cause);
            update.setLong(3, position);
            update.executeUpdate();
        }
    }

    void remove(UUID stream, long first, long last) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM dead_letter WHERE stream = ? AND position BETWEEN ? AND ? AND state <> 'DISCARDED'")) {
            delete.setObject(1, stream);
            delete.setLong(2, first);
            delete.setLong(3, last);
            delete.executeUpdate();
        }
    }
}
