package io.closedloop.lead.axon;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.sealing.SubjectKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.JdbcUtils;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.JdbcEventStorageEngineStatements;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as Axon reads it, and the place where Axon leaves events to be stored.
 *
 * <p>Axon reads from the table {@code event}, and only what is durable. Positions come without gaps and in the order of
 * commits, so a token is a position, and no reader waits for a gap or gives one up. The stream for the read models
 * leaves personal data closed: the read models keep none, and would need a key for every lead. The stream takes what
 * was stored here a moment ago from {@link LatestEvents}.
 *
 * <p>Nothing is written here. Events go into the entry of the command that is being handled, which the appender stores.
 */
final class LogStorageEngine extends JdbcEventStorageEngine {
    /** What the read models catch up by, and a stream is read by. */
    static final int BATCH_SIZE = 1_000;

    /** As many as the read models write at once. */
    static final int AHEAD = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(LogStorageEngine.class);

    private static final EventSchema SCHEMA = EventSchema.builder()
            .eventTable("event")
            .globalIndexColumn("position")
            .timestampColumn("recorded_at")
            .eventIdentifierColumn("event_id")
            .aggregateIdentifierColumn("stream_id")
            .sequenceNumberColumn("sequence")
            .typeColumn("stream_type")
            .payloadTypeColumn("type")
            .payloadRevisionColumn("revision")
            .payloadColumn("payload")
            .metaDataColumn("metadata")
            .build();

    private final EventJson json;
    private final LongSupplier lastPosition;
    private final Serializer closed;
    private final LatestEvents latest;
    /** As the shared reader last found it. */
    private volatile boolean readable = true;

    private LogStorageEngine(Builder builder, EventJson json, LongSupplier lastPosition, LatestEvents latest) {
        super(builder);
        this.json = json;
        this.lastPosition = lastPosition;
        this.closed = new EventSerializer(json, SubjectKeyLookup.NONE);
        this.latest = latest;
    }

    /**
     * @param lastPosition the last position that may be read now
     * @param latest asked by the stream for the read models before the database is
     */
    static LogStorageEngine create(
            DataSource database,
            LongSupplier lastPosition,
            EventJson json,
            SubjectKeys subjectKeys,
            LatestEvents latest) {
        var opening = new EventSerializer(json, subjectKeys);
        Builder builder = JdbcEventStorageEngine.builder()
                .connectionProvider(database::getConnection)
                // One statement per reading, committed by itself.
                .transactionManager(NoTransactionManager.instance())
                .schema(SCHEMA)
                .dataType(String.class)
                .extendedGapCheckEnabled(false)
                .eventSerializer(opening)
                .snapshotSerializer(opening)
                .batchSize(BATCH_SIZE);
        builder.finalAggregateBatchPredicate(batch -> batch.size() < BATCH_SIZE);
        return new LogStorageEngine(builder, json, lastPosition, latest);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        var entry = PendingEntry.current();
        events.forEach(entry::add);
    }

    /** The events of a stream from one position to another, both included, with personal data closed. */
    List<? extends TrackedEventMessage<?>> events(String streamId, long first, long last) {
        List<StoredEventData> events = query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement("""
                            select position, stream_type, stream_id, sequence, event_id, type, revision, payload, metadata, recorded_at
                            from event
                            where stream_id = ? and position between ? and ?
                            order by sequence""");
                    select.setString(1, streamId);
                    select.setLong(2, first);
                    select.setLong(3, Math.min(last, lastPosition.getAsLong()));
                    return select;
                },
                "the events of " + streamId);
        return EventUtils.upcastAndDeserializeTrackedEvents(events.stream(), closed, upcasterChain)
                .toList();
    }

    /** The log keeps none: leads have theirs beside it, and are loaded by {@link LeadRepository}. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String streamId) {
        return Stream.empty();
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        throw new UnsupportedOperationException("the log keeps no snapshots");
    }

    /** A decision must not leave out an event that is not understood. */
    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(String streamId, long firstSequence, int batchSize) {
        List<StoredEventData> events = query(
                connection -> streamEvents(connection, streamId, firstSequence, batchSize),
                "the events of " + streamId);
        events.forEach(event -> json.requireKnown(event.eventId(), event.type(), event.revision()));
        return events;
    }

    private PreparedStatement streamEvents(Connection connection, String streamId, long firstSequence, int batchSize)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement("""
                select position, stream_type, stream_id, sequence, event_id, type, revision, payload, metadata, recorded_at
                from event
                where stream_id = ? and sequence >= ? and sequence < ? and position <= ?
                order by sequence""");
        select.setString(1, streamId);
        select.setLong(2, firstSequence);
        select.setLong(3, firstSequence + batchSize);
        select.setLong(4, lastPosition.getAsLong());
        return select;
    }

    /** What catches up by itself reads ahead; what keeps up shares one reader. */
    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        if (!mayBlock) {
            return ReadAhead.stream(positionOf(token), this::page);
        }
        List<? extends TrackedEventMessage<?>> atHand = latest.takeAfter(positionOf(token), BATCH_SIZE);
        if (!atHand.isEmpty()) {
            return atHand.stream();
        }
        return EventUtils.upcastAndDeserializeTrackedEvents(readEventData(token, mayBlock), closed, upcasterChain);
    }

    /**
     * The one reader that all streams at the head share asks again and again, so it gets one batch at a time. In an
     * outage it gets none, and one line is logged instead of several a second; a stream that catches up by itself is
     * told by an exception.
     */
    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(@Nullable TrackingToken token, boolean mayBlock) {
        if (!mayBlock) {
            return super.readEventData(token, false);
        }
        try {
            List<? extends TrackedEventData<?>> events = fetchTrackedEvents(token, BATCH_SIZE);
            if (!readable) {
                readable = true;
                LOG.info("The log can be read again");
            }
            return events.stream();
        } catch (EventStoreException e) {
            if (readable) {
                readable = false;
                LOG.warn("The log cannot be read, and is tried again until it can: {}", e.toString());
            }
            return Stream.empty();
        }
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken token, int batchSize) {
        long after = positionOf(token);
        long visible = Math.min(batchSize, lastPosition.getAsLong() - after);
        if (visible <= 0) {
            return List.of();
        }
        return query(
                connection -> JdbcEventStorageEngineStatements.readEventDataWithoutGaps(
                        connection, SCHEMA, after, (int) visible),
                "the events after position " + after);
    }

    private List<? extends TrackedEventMessage<?>> page(long after) {
        List<? extends TrackedEventMessage<?>> atHand = latest.takeAfter(after, AHEAD);
        if (!atHand.isEmpty()) {
            return atHand;
        }
        return EventUtils.upcastAndDeserializeTrackedEvents(
                        fetchTrackedEvents(new GlobalSequenceTrackingToken(after), AHEAD).stream(),
                        closed,
                        upcasterChain)
                .toList();
    }

    private static long positionOf(@Nullable TrackingToken token) {
        return switch (token) {
            case null -> 0;
            case GlobalSequenceTrackingToken position -> position.getGlobalIndex();
            default -> throw new IllegalArgumentException("a token of the log is a position, not " + token.getClass());
        };
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return JdbcUtils.executeQuery(
                getConnection(),
                connection -> {
                    PreparedStatement select =
                            connection.prepareStatement("select max(position) from event where position <= ?");
                    select.setLong(1, lastPosition.getAsLong());
                    return select;
                },
                row -> new GlobalSequenceTrackingToken(row.next() ? row.getLong(1) : 0),
                e -> new EventStoreException("the log's last position cannot be read", e));
    }

    /** Nobody here starts in the middle by time. */
    @Override
    public TrackingToken createTokenAt(Instant time) {
        throw new UnsupportedOperationException("a reader of the log starts at a position");
    }

    private List<StoredEventData> query(JdbcUtils.SqlFunction select, String what) {
        return JdbcUtils.executeQuery(
                getConnection(),
                select,
                JdbcUtils.listResults(StoredEventData::of),
                e -> new EventStoreException(what + " cannot be read", e));
    }
}
