package io.closedloop.lead.history;

import io.closedloop.lead.columnstore.FollowedLog;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** A log in memory with positions from 1, as the service's own gives them out, and outages at will. */
public final class MemoryLog implements StreamableMessageSource<TrackedEventMessage<?>>, FollowedLog {
    /** An event in its place. */
    public record Stored(long position, String eventId, Instant recordedAt, Object payload) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final List<Stored> events = new ArrayList<>();
    private boolean down;
    private @Nullable String epoch;

    /** Begins another epoch. */
    public void beginEpoch(String id) {
        epoch = id;
    }

    @Override
    public Optional<String> epoch() {
        return Optional.ofNullable(epoch);
    }

    /** Appends the events of one transaction. */
    public void append(Instant recordedAt, List<?> payloads) {
        lock.lock();
        try {
            for (Object payload : payloads) {
                long position = events.size() + 1L;
                events.add(new Stored(position, UUID.randomUUID().toString(), recordedAt, payload));
            }
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void append(List<Stored> stored) {
        stored.forEach(event -> append(event.recordedAt(), List.of(event.payload())));
    }

    public void isDown(boolean isDown) {
        lock.lock();
        try {
            down = isDown;
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public long head() {
        return events().size();
    }

    public List<Stored> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> eventIdAt(long position) {
        lock.lock();
        try {
            requireUp();
            return position <= events.size()
                    ? Optional.of(events.get((int) position - 1).eventId())
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<? extends TrackedEventMessage<?>> events(UUID stream, long first, long last) {
        lock.lock();
        try {
            requireUp();
            return events.subList((int) first - 1, (int) last).stream()
                    .map(MemoryLog::message)
                    .filter(message -> message.getAggregateIdentifier().equals(stream.toString()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        lock.lock();
        try {
            requireUp();
            return new Reading(token == null ? 0 : token.position().orElseThrow());
        } finally {
            lock.unlock();
        }
    }

    private void requireUp() {
        if (down) {
            throw new IllegalStateException("the log is down");
        }
    }

    public static GenericTrackedDomainEventMessage<?> message(Stored stored) {
        String type;
        UUID stream;
        switch (stored.payload()) {
            case LeadEvent event -> {
                type = "Lead";
                stream = event.leadId().value();
            }
            case SuppressionEvent event -> {
                type = "Suppression";
                stream = event.suppressionId().value();
            }
            default -> {
                type = "Name";
                stream = new UUID(
                        0, Long.parseLong(String.valueOf(stored.payload()).split(":", 2)[0]));
            }
        }
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(stored.position()),
                type,
                stream.toString(),
                0,
                new GenericMessage<>(stored.eventId(), stored.payload(), MetaData.from(Map.of("actorName", "test"))),
                stored::recordedAt);
    }

    private final class Reading implements BlockingStream<TrackedEventMessage<?>> {
        private long read;

        Reading(long after) {
            read = after;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            lock.lock();
            try {
                requireUp();
                return read < events.size() ? Optional.of(message(events.get((int) read))) : Optional.empty();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            long left = unit.toNanos(timeout);
            lock.lockInterruptibly();
            try {
                while (read >= events.size()) {
                    requireUp();
                    if (left <= 0) {
                        return false;
                    }
                    left = appended.awaitNanos(left);
                }
                requireUp();
                return true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            if (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no event came");
            }
            lock.lock();
            try {
                return message(events.get((int) read++));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {}
    }
}
