package io.closedloop.lead.axon;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the log page by page, and reads and decodes the next page while the events of the present one are being
 * written. At the end of the log it has no next event until one is stored.
 */
final class ReadAhead implements Iterator<TrackedEventMessage<?>>, AutoCloseable {
    private static final long STOP_WITHIN_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final LongFunction<List<? extends TrackedEventMessage<?>>> pages;
    // Nothing ever interrupts it: an interrupt can close an embedded database for everyone.
    private final ExecutorService reading = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("log-read-ahead").daemon().factory());
    private Iterator<? extends TrackedEventMessage<?>> page =
            List.<TrackedEventMessage<?>>of().iterator();
    private long after;
    private @Nullable Future<List<? extends TrackedEventMessage<?>>> next;

    private ReadAhead(long after, LongFunction<List<? extends TrackedEventMessage<?>>> pages) {
        this.after = after;
        this.pages = pages;
    }

    /**
     * The events after a position.
     *
     * @param pages the events after a position, as many as are read at once; none at the end of the log
     */
    static Stream<? extends TrackedEventMessage<?>> stream(
            long after, LongFunction<List<? extends TrackedEventMessage<?>>> pages) {
        var ahead = new ReadAhead(after, pages);
        return StreamSupport.<TrackedEventMessage<?>>stream(
                        Spliterators.spliteratorUnknownSize(ahead, Spliterator.ORDERED), false)
                .onClose(ahead::close);
    }

    /** @throws EventStoreException when the log cannot be read; asked again, it tries again */
    @Override
    public boolean hasNext() {
        if (page.hasNext()) {
            return true;
        }
        Future<List<? extends TrackedEventMessage<?>>> awaited = next == null ? read() : next;
        next = null;
        List<? extends TrackedEventMessage<?>> events = of(awaited);
        if (events.isEmpty()) {
            return false;
        }
        after = events.getLast().trackingToken().position().orElseThrow();
        page = events.iterator();
        next = read();
        return true;
    }

    @Override
    public TrackedEventMessage<?> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the log ends at position " + after);
        }
        return page.next();
    }

    private Future<List<? extends TrackedEventMessage<?>>> read() {
        long from = after;
        return reading.submit(() -> {
            List<? extends TrackedEventMessage<?>> events = pages.apply(from);
            events.forEach(ReadAhead::decode);
            return events;
        });
    }

    /** An event that cannot be read fails once more where it is handled, and is set aside there. */
    private static void decode(TrackedEventMessage<?> event) {
        try {
            event.getPayload();
        } catch (RuntimeException e) {
            LOG.debug("Event {} cannot be read", event.getIdentifier(), e);
        }
    }

    private static List<? extends TrackedEventMessage<?>> of(Future<List<? extends TrackedEventMessage<?>>> awaited) {
        try {
            return awaited.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new EventStoreException("the log cannot be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventStoreException("interrupted while the log was read", e);
        }
    }

    /** Returns once nothing is being read any more, or a query takes very long. */
    @Override
    public void close() {
        reading.shutdown();
        try {
            if (!reading.awaitTermination(STOP_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A page of the log is still being read; the database may be hanging");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
