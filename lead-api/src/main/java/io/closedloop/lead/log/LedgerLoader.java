package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Locks the log's head and reads, under this lock, everything that the checks of a batch of appends need: one statement
 * per table, whatever the batch's size, and on PostgreSQL all of them in one round trip.
 */
final class LedgerLoader {
    private final Connection connection;
    private final Dialect dialect;
    private final LogLimits limits;
    private final DatabaseClock clock;

    LedgerLoader(Connection connection, Dialect dialect, LogLimits limits, DatabaseClock clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param head the end of the log before the batch
     * @param clock the database's time
     */
    record Loaded(LogHead head, Instant clock, Ledger ledger) {}

    Loaded load(List<Append> appends) throws SQLException {
        List<Book> books = Books.open();
        var expected = new HashSet<StreamVersion>();
        var unchecked = new HashSet<String>();
        for (Append append : appends) {
            for (Change change : append.changes()) {
                Long version = change.expectedVersion();
                if (version == null) {
                    unchecked.add(change.streamId());
                } else {
                    expected.add(new StreamVersion(change.streamType(), change.streamId(), version));
                }
            }
            for (Book book : books) {
                book.ask(append);
            }
        }
        var opening = new Script();
        LockedHead head = LockedHead.by(opening, dialect, limits);
        Map<StreamVersion, Long> positions = lookUp(opening, expected);
        for (Book book : books) {
            book.read(opening);
        }
        opening.run(connection, dialect);
        LogHead end = head.found();
        Instant now = clock.now(head.told(), end.recordedAt());
        var moment = new Book.Moment(DatabaseClock.later(now, end.recordedAt()), clock.judging(now, end.recordedAt()));
        return new Loaded(end, now, new Ledger(end, moment, streams(expected, unchecked, positions), books));
    }

    /**
     * The ends of streams. A stream whose event {@code version - 1} is there and whose event {@code version} is not
     * ends where it was expected to: two look-ups in an index, however long the stream is. Only where that fails is the
     * stream read as a whole.
     *
     * @param positions of the events around the expected ends
     */
    private StreamEnds streams(Set<StreamVersion> expected, Set<String> unchecked, Map<StreamVersion, Long> positions)
            throws SQLException {
        var ends = new HashMap<String, StreamEnd>();
        var others = new HashSet<>(unchecked);
        for (StreamVersion it : expected) {
            Long last = positions.get(eventAt(it.streamId(), it.version() - 1));
            boolean more = positions.containsKey(eventAt(it.streamId(), it.version()));
            if (more || (last == null && it.version() > 0)) {
                others.add(it.streamId());
            } else if (last != null) {
                ends.put(it.streamId(), new StreamEnd(it.version(), last));
            }
        }
        if (!others.isEmpty()) {
            new Script()
                    .query(
                            """
                            select stream_id, max(sequence) + 1, max(position)
                            from event where stream_id = any(?) group by stream_id""",
                            row -> ends.put(row.getString(1), new StreamEnd(row.getLong(2), row.getLong(3))),
                            (Object) others.toArray(String[]::new))
                    .run(connection, dialect);
        }
        return new StreamEnds(ends);
    }

    /** A key for one event of a stream; -1, before the first one, is never found. */
    private static StreamVersion eventAt(String streamId, long sequence) {
        return new StreamVersion("", streamId, sequence + 1);
    }

    private Map<StreamVersion, Long> lookUp(Script script, Set<StreamVersion> expected) {
        var positions = new HashMap<StreamVersion, Long>();
        if (expected.isEmpty()) {
            return positions;
        }
        Script.RowReader reader = row -> positions.put(eventAt(row.getString(1), row.getLong(2)), row.getLong(3));
        switch (dialect) {
            case H2 -> {
                // In the same process a prepared look-up costs microseconds; a join with an array would be planned anew
                // each time.
                for (StreamVersion it : expected) {
                    script.query(
                            "select stream_id, sequence, position from event where stream_id = ? and sequence between ? and ?",
                            reader,
                            it.streamId(),
                            it.version() - 1,
                            it.version());
                }
            }
            case POSTGRESQL ->
                script.query(
                        """
                        select e.stream_id, e.sequence, e.position
                        from unnest(?, ?) as expected (stream_id, version)
                        join event e on e.stream_id = expected.stream_id
                            and e.sequence between expected.version - 1 and expected.version""",
                        reader,
                        expected.stream().map(StreamVersion::streamId).toArray(String[]::new),
                        expected.stream().map(StreamVersion::version).toArray(Long[]::new));
        }
        return positions;
    }
}
