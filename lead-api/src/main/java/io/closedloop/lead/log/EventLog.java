package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The log as all its readers see it: only what is durable. Every method throws {@link StoreUnavailableException} when
 * the database cannot be asked.
 */
public final class EventLog {
    private static final Duration DURABLE_WITHIN = Duration.ofSeconds(5);
    private static final String SELECT = """
            select position, batch, stream_type, stream_id, sequence, event_id, type, revision, payload, metadata,
                occurred_at, recorded_at
            from event
            """;

    private final DataSource dataSource;
    private final Visibility visibility;

    public EventLog(DataSource dataSource, Visibility visibility) {
        this.dataSource = dataSource;
        this.visibility = visibility;
    }

    /** Where the log ends now. */
    public LogHead head() {
        return switch (visibility.dialect()) {
            case H2 -> visibility.known();
            case POSTGRESQL -> Reading.from(dataSource, LogHeadRow::read);
        };
    }

    /** All events of a stream, in order; empty when there is no such stream. */
    public List<StoredEvent> stream(String streamId) {
        return stream(streamId, 0, Long.MAX_VALUE);
    }

    /**
     * Some events of a stream, in order.
     *
     * @param fromSequence the first sequence wanted; 0 is the first event
     * @param upToPosition the last position wanted
     */
    public List<StoredEvent> stream(String streamId, long fromSequence, long upToPosition) {
        return read(SELECT + "where stream_id = ? and sequence >= ? and position <= ? order by sequence", select -> {
            select.setString(1, streamId);
            select.setLong(2, fromSequence);
            select.setLong(3, visible(upToPosition));
        });
    }

    /**
     * Some events of a stream, in order.
     *
     * @param fromSequence the first sequence wanted; 0 is the first event
     * @param limit how many at most
     */
    public List<StoredEvent> streamFrom(String streamId, long fromSequence, int limit) {
        return read(
                SELECT + "where stream_id = ? and sequence >= ? and sequence < ? and position <= ? order by sequence",
                select -> {
                    select.setString(1, streamId);
                    select.setLong(2, fromSequence);
                    select.setLong(3, fromSequence + limit);
                    select.setLong(4, visible(Long.MAX_VALUE));
                });
    }

    /** The last event of a stream; empty when there is no such stream. */
    public Optional<StoredEvent> last(String streamId) {
        return read(
                        SELECT + "where stream_id = ? and position <= ? order by sequence desc fetch first 1 rows only",
                        select -> {
                            select.setString(1, streamId);
                            select.setLong(2, visible(Long.MAX_VALUE));
                        })
                .stream()
                .findFirst();
    }

    /** The first events of a stream, in order: as many as the version says, or fewer when it has not come that far. */
    public List<StoredEvent> streamToVersion(String streamId, long version) {
        return read(SELECT + "where stream_id = ? and sequence < ? and position <= ? order by sequence", select -> {
            select.setString(1, streamId);
            select.setLong(2, version);
            select.setLong(3, visible(Long.MAX_VALUE));
        });
    }

    /**
     * The events of many streams up to a position, each stream in order. A stream without events is missing.
     *
     * @param upToPosition the last position wanted
     */
    public Map<String, List<StoredEvent>> streams(Collection<String> streamIds, long upToPosition) {
        List<StoredEvent> events =
                read(SELECT + "where stream_id = any(?) and position <= ? order by stream_id, sequence", select -> {
                    Columns.setTexts(select, 1, streamIds.toArray());
                    select.setLong(2, visible(upToPosition));
                });
        var byStream = new LinkedHashMap<String, List<StoredEvent>>();
        events.forEach(event -> byStream.computeIfAbsent(event.streamId(), _ -> new ArrayList<>())
                .add(event));
        return byStream;
    }

    /**
     * The log in order.
     *
     * @param position the events after it
     * @param limit how many at most
     */
    public List<StoredEvent> after(long position, int limit) {
        return read(
                SELECT + "where position > ? and position <= ? order by position fetch first ? rows only", select -> {
                    select.setLong(1, position);
                    select.setLong(2, visible(Long.MAX_VALUE));
                    select.setInt(3, limit);
                });
    }

    /**
     * Some events of a part of the log, in order.
     *
     * @param position the events after it
     * @param upToPosition the last position that is looked at
     * @param types only those of these types; empty: of every type, those that are not known here included
     * @param streams only those of these streams, and of all streams of {@code orStreamTypes}; empty: of every stream
     * @param limit how many at most
     */
    public List<StoredEvent> among(
            long position,
            long upToPosition,
            Collection<String> types,
            Collection<String> streams,
            Collection<String> orStreamTypes,
            int limit) {
        String ofStreams = streams.isEmpty()
                ? ""
                : "and (stream_id = any(?)" + " or stream_type = ?".repeat(orStreamTypes.size()) + ") ";
        String ofTypes = types.isEmpty() ? "" : "and type = any(?) ";
        return read(
                SELECT + "where position > ? and position <= ? " + ofTypes + ofStreams
                        + "order by position fetch first ? rows only",
                select -> {
                    select.setLong(1, position);
                    select.setLong(2, visible(upToPosition));
                    int next = 3;
                    if (!types.isEmpty()) {
                        Columns.setTexts(select, next++, types.toArray());
                    }
                    if (!streams.isEmpty()) {
                        Columns.setTexts(select, next++, streams.toArray());
                        for (String streamType : orStreamTypes) {
                            select.setString(next++, streamType);
                        }
                    }
                    select.setInt(next, limit);
                });
    }

    /** The event at a position; empty where the log has not come that far. */
    public Optional<StoredEvent> at(long position) {
        return after(position - 1, 1).stream()
                .filter(it -> it.position() == position)
                .findFirst();
    }

    /** The event with an id; empty where there is none. */
    public Optional<StoredEvent> byId(String eventId) {
        return read(SELECT + "where event_id = ? and position <= ?", select -> {
                    select.setString(1, eventId);
                    select.setLong(2, visible(Long.MAX_VALUE));
                })
                .stream()
                .findFirst();
    }

    private long visible(long upToPosition) {
        return Math.min(upToPosition, visibility.lastPosition());
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement select) throws SQLException;
    }

    private List<StoredEvent> read(String sql, Parameters parameters) {
        return Reading.from(dataSource, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                parameters.set(select);
                try (ResultSet row = select.executeQuery()) {
                    var events = new ArrayList<StoredEvent>();
                    while (row.next()) {
                        events.add(event(row));
                    }
                    return events;
                }
            }
        });
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong("position"),
                row.getLong("batch"),
                row.getString("stream_type"),
                row.getString("stream_id"),
                row.getLong("sequence"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("revision"),
                row.getString("payload"),
                row.getString("metadata"),
                Columns.instant(row, "occurred_at"),
                Columns.instant(row, "recorded_at"));
    }

    /**
     * Reads rows that are changed in place, where no condition can hide what is not durable yet: reads first, then
     * waits until everything that can have been read is durable.
     */
    static <T> T readDurably(DataSource dataSource, Visibility visibility, Reading.Work<T> work) {
        record Seen<T>(T value, long batch) {}
        Seen<T> seen = Reading.from(dataSource, (Connection connection) -> {
            T value = work.on(connection);
            return new Seen<>(
                    value,
                    visibility.dialect() == Dialect.H2
                            ? LogHeadRow.read(connection).batch()
                            : 0);
        });
        visibility.awaitDurable(seen.batch(), DURABLE_WITHIN);
        return seen.value();
    }
}
