package io.closedloop.lead.columnstore;

import io.closedloop.lead.columnstore.DeadLetter.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.UnknownSerializedType;

/**
 * Collects a batch's events in the unit of work and writes their rows, and the position they lead to, before it
 * commits.
 */
final class ReadModelWriter implements EventHandlerInvoker {
    private static final String BATCH = ReadModelWriter.class.getName() + ".batch";
    private static final String UNKNOWN_TYPE = "unknown";

    private final ColumnStore store;
    private final Projection projection;
    private final Discards discards;

    ReadModelWriter(ColumnStore store, Projection projection, Discards discards) {
        this.store = store;
        this.projection = projection;
        this.discards = discards;
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return true;
    }

    @Override
    public boolean supportsReset() {
        return false;
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        var unitOfWork = CurrentUnitOfWork.get();
        List<LoggedEvent> batch = unitOfWork.getOrComputeResource(BATCH, _ -> {
            var collected = new ArrayList<LoggedEvent>();
            unitOfWork.onPrepareCommit(_ -> write(collected));
            return collected;
        });
        batch.add(logged(message));
    }

    LoggedEvent logged(EventMessage<?> message) {
        Object payload = message.getPayload();
        return new LoggedEvent(
                positionOf(message),
                message.getIdentifier(),
                projection.streamOf(payload),
                message.getTimestamp(),
                payload);
    }

    private static long positionOf(EventMessage<?> message) {
        if (message instanceof TrackedEventMessage<?> tracked) {
            return tracked.trackingToken()
                    .position()
                    .orElseThrow(() ->
                            new IllegalArgumentException("a token without a position: " + tracked.trackingToken()));
        }
        throw new IllegalArgumentException(
                "an event from the log has a position; this has none: " + message.getIdentifier());
    }

    private void write(List<LoggedEvent> batch) {
        List<LoggedEvent> unknown = unknownOf(batch);
        if (unknown.isEmpty()) {
            return;
        }
        try {
            noteRecordings(unknown);
            Set<UUID> parked = store.parkedStreams();
            if (parked.isEmpty()) {
                writeRows(unknown);
            } else {
                writeRows(unknown.stream()
                        .filter(event -> !parked.contains(event.stream()))
                        .toList());
                for (LoggedEvent event : unknown) {
                    if (parked.contains(event.stream())) {
                        store.changedLetters().add(waiting(event));
                    }
                }
            }
            LoggedEvent last = unknown.getLast();
            store.advanceTo(new Progress(last.position(), last.eventId(), last.recordedAt()));
        } catch (SQLException e) {
            throw new UnwrittenBatchException(e);
        }
    }

    /** Writes what the projection makes of the events, within the open transaction. */
    void writeRows(List<LoggedEvent> events) throws SQLException {
        projection.write(events, store.writer());
    }

    /**
     * Notes where each transaction of the log begins, also when it begins with an event that is parked: what was known
     * at an instant does not depend on what could be written.
     */
    private void noteRecordings(List<LoggedEvent> events) throws SQLException {
        Instant last = store.progressInTransaction().recordedAt();
        try (RowAppender recordings = store.writer().append("recording")) {
            for (LoggedEvent event : events) {
                if (!event.recordedAt().equals(last)) {
                    last = event.recordedAt();
                    note(event.position(), last, recordings);
                }
            }
        }
    }

    private static void note(long position, Instant recordedAt, RowAppender recordings) throws SQLException {
        recordings
                .begin()
                .bigint("position", position)
                .timestamp("recorded_at", Micros.of(recordedAt))
                .end();
    }

    /**
     * Leaves one event out, and with it all later ones of its stream, unless it is one that was discarded. Looks at
     * what is around the payload only, which may be just what cannot be read.
     */
    DeadLetter park(EventMessage<?> message, Throwable cause) throws SQLException {
        var letter = new DeadLetter(
                positionOf(message),
                message.getIdentifier(),
                streamAround(message),
                typeOf(message),
                message.getTimestamp(),
                discards.contains(message.getIdentifier()) ? State.DISCARDED : State.PARKED,
                Cause.of(cause),
                Instant.now());
        Progress before = store.progressInTransaction();
        if (letter.position() == before.position() + 1) {
            if (!letter.recordedAt().equals(before.recordedAt())) {
                try (RowAppender recordings = store.writer().append("recording")) {
                    note(letter.position(), letter.recordedAt(), recordings);
                }
            }
            store.changedLetters().add(letter);
            store.advanceTo(new Progress(letter.position(), letter.eventId(), letter.recordedAt()));
        }
        return letter;
    }

    /** The log's reader has one class for all types that it does not know. */
    private static String typeOf(EventMessage<?> message) {
        return message.getPayloadType() == UnknownSerializedType.class
                ? UNKNOWN_TYPE
                : message.getPayloadType().getSimpleName();
    }

    private UUID streamAround(EventMessage<?> message) {
        return message instanceof DomainEventMessage<?> event
                ? UUID.fromString(event.getAggregateIdentifier())
                : projection.streamOf(message.getPayload());
    }

    /** An event that is known already was read twice after a failure; one that leaves a gap was read too early. */
    private List<LoggedEvent> unknownOf(List<LoggedEvent> batch) {
        long known = store.progressInTransaction().position();
        List<LoggedEvent> unknown =
                batch.stream().filter(event -> event.position() > known).toList();
        long expected = known + 1;
        for (LoggedEvent event : unknown) {
            if (event.position() != expected) {
                throw new ColumnStoreUnavailableException(
                        "the read models know position %d and were given %d next; the log is read again from there"
                                .formatted(expected - 1, event.position()));
            }
            expected++;
        }
        return unknown;
    }

    private static DeadLetter waiting(LoggedEvent event) {
        return new DeadLetter(
                event.position(),
                event.eventId(),
                event.stream(),
                event.payload().getClass().getSimpleName(),
                event.recordedAt(),
                State.WAITING,
                "an earlier event of this stream is parked",
                Instant.now());
    }

    /** Carries an SQL failure through the unit of work. */
    static final class UnwrittenBatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnwrittenBatchException(SQLException cause) {
            super(cause);
        }
    }
}
