package io.closedloop.lead.axon;

import io.closedloop.lead.text.Unsaid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;

/**
 * A row of the log. Its token is its position, which has no gaps; its time is when it was recorded, to the microsecond.
 * When it occurred is for its payload to say.
 */
record StoredEventData(
        long position,
        String streamType,
        String streamId,
        long sequence,
        String eventId,
        String type,
        String revision,
        String payload,
        String metadata,
        Instant recordedAt)
        implements DomainEventData<StoredText>, TrackedEventData<StoredText> {

    static StoredEventData of(ResultSet row) throws SQLException {
        return new StoredEventData(
                row.getLong("position"),
                row.getString("stream_type"),
                row.getString("stream_id"),
                row.getLong("sequence"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("revision"),
                row.getString("payload"),
                row.getString("metadata"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    @Override
    public String getType() {
        return streamType;
    }

    @Override
    public String getAggregateIdentifier() {
        return streamId;
    }

    @Override
    public long getSequenceNumber() {
        return sequence;
    }

    @Override
    public String getEventIdentifier() {
        return eventId;
    }

    @Override
    public Instant getTimestamp() {
        return recordedAt;
    }

    @Override
    public SerializedObject<StoredText> getPayload() {
        return new SimpleSerializedObject<>(
                new StoredText(streamId, eventId, payload), StoredText.class, new SimpleSerializedType(type, revision));
    }

    @Override
    public SerializedObject<StoredText> getMetaData() {
        return new SimpleSerializedObject<>(
                new StoredText(streamId, eventId, metadata),
                StoredText.class,
                new SimpleSerializedType(MetaData.class.getName(), null));
    }

    @Override
    public TrackingToken trackingToken() {
        return new GlobalSequenceTrackingToken(position);
    }

    @Override
    public String toString() {
        return Unsaid.in(this, "payload", "metadata");
    }
}
