package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.Test;

/** A log of numbers, of which each event holds its position. */
class ReadAheadTest {
    private static final int PAGE = 3;

    private volatile long head = 10;
    private volatile boolean away;

    private List<TrackedEventMessage<?>> page(long after) {
        if (away) {
            throw new EventStoreException("the log is away");
        }
        return LongStream.rangeClosed(after + 1, Math.min(head, after + PAGE))
                .<TrackedEventMessage<?>>mapToObj(position -> new GenericTrackedEventMessage<>(
                        new GlobalSequenceTrackingToken(position), new GenericMessage<>(position), () -> null))
                .toList();
    }

    private static List<Object> payloads(Iterator<? extends TrackedEventMessage<?>> events) {
        var payloads = new ArrayList<>();
        while (events.hasNext()) {
            payloads.add(events.next().getPayload());
        }
        return payloads;
    }

    @Test
    void givesAllThereIsInOrderAndGoesOnWhenThereIsMore() {
        try (Stream<? extends TrackedEventMessage<?>> stream = ReadAhead.stream(2, this::page)) {
            Iterator<? extends TrackedEventMessage<?>> events = stream.iterator();
            assertThat(payloads(events)).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
            assertThat(events.hasNext()).isFalse();

            head = 12;

            assertThat(payloads(events)).containsExactly(11L, 12L);
        }
    }

    @Test
    void failsWhereTheLogIsAwayAndLosesNothingByIt() {
        try (Stream<? extends TrackedEventMessage<?>> stream = ReadAhead.stream(0, this::page)) {
            Iterator<? extends TrackedEventMessage<?>> events = stream.iterator();
            away = true;
            assertThatThrownBy(events::hasNext).isInstanceOf(EventStoreException.class);

            away = false;

            assertThat(payloads(events)).hasSize(10).startsWith(1L, 2L);
        }
    }
}
