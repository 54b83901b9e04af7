package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Collects a batch's events in the unit of work and writes their rows, and the position they lead to, before it
 * commits.
 */
final class ReadModelWriter implements EventHandlerInvoker {
    private static final String BATCH = ReadModelWriter.class.getName() + ".batch";

    private final ColumnStore store;
    private final Projection projection;

    ReadModelWriter(ColumnStore store, Projection projection) {
        this.store = store;
        this.projection = projection;
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

    private LoggedEvent logged(EventMessage<?> message) {
        var envelope = new HashMap<String, String>();
        message.getMetaData().forEach((name, value) -> {
            if (value != null) {
                envelope.put(name, String.valueOf(value));
            }
        });
        Object payload = message.getPayload();
        return new LoggedEvent(
                positionOf(message),
                message.getIdentifier(),
                projection.streamOf(payload),
                message.getTimestamp(),
                payload,
                envelope);
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
            Set<UUID> parked = store.parkedStreams();
            if (parked.isEmpty()) {
                projection.write(unknown, store.writer());
            } else {
                projection.write(
                        unknown.stream()
                                .filter(event -> !parked.contains(event.stream()))
                                .toList(),
                        store.writer());
                for (LoggedEvent event : unknown) {
                    if (parked.contains(event.stream())) {
                        store.park(letter(event, "an earlier event of this stream is parked"));
                    }
                }
            }
            LoggedEvent last = unknown.getLast();
            store.advanceTo(new Progress(last.position(), last.eventId(), last.recordedAt()));
        } catch (SQLException e) {
            throw new UnwrittenBatchException(e);
        }
    }

    /**
     * Leaves one event out, and with it all later ones of its stream. Looks at what is around the payload only, which
     * may be just what cannot be read.
     */
    DeadLetter park(EventMessage<?> message, Throwable cause) throws SQLException {
        var letter = new DeadLetter(
                positionOf(message),
                message.getIdentifier(),
                streamAround(message),
                message.getPayloadType().getSimpleName(),
                message.getTimestamp(),
                describe(cause));
        if (letter.position() == store.progressInTransaction().position() + 1) {
            store.park(letter);
            store.advanceTo(new Progress(letter.position(), letter.eventId(), letter.recordedAt()));
        }
        return letter;
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
                throw new StoreUnavailableException(
                        "the read models know position %d and were given %d next; the log is read again from there"
                                .formatted(expected - 1, event.position()));
            }
            expected++;
        }
        return unknown;
    }

    private static DeadLetter letter(LoggedEvent event, String cause) {
        return new DeadLetter(
                event.position(),
                event.eventId(),
                event.stream(),
                event.payload().getClass().getSimpleName(),
                event.recordedAt(),
                cause);
    }

    private static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "%s: %s".formatted(root.getClass().getSimpleName(), root.getMessage());
    }

    /** Carries an SQL failure through the unit of work. */
    static final class UnwrittenBatchException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnwrittenBatchException(SQLException cause) {
            super(cause);
        }
    }
}
