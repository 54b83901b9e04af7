package io.closedloop.lead.axon;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;

/**
 * Axon's event store over the log. Everything that this instance stores wakes its readers, events of commands or not;
 * several times a second they look for what other instances have stored.
 */
public final class LogEventStore extends EmbeddedEventStore {
    /** One query by primary key. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** The events most recently read are shared by all readers that keep up; each takes a few kilobytes. */
    private static final int CACHED_EVENTS = 1_000;

    private static final long STOP_WITHIN_SECONDS = 5;

    private final LogStorageEngine engine;
    private final Queue<Thread> threads;

    private LogEventStore(Builder builder, LogStorageEngine engine, Queue<Thread> threads) {
        super(builder);
        this.engine = engine;
        this.threads = threads;
    }

    static LogEventStore create(LogStorageEngine engine) {
        return create(engine, LOOK_EVERY);
    }

    static LogEventStore create(LogStorageEngine engine, Duration lookEvery) {
        var threads = new ConcurrentLinkedQueue<Thread>();
        var factory = new AxonThreadFactory("log-reader");
        Builder builder = EmbeddedEventStore.builder()
                .storageEngine(engine)
                .fetchDelay(lookEvery.toMillis())
                .cachedEvents(CACHED_EVENTS)
                .threadFactory(task -> {
                    Thread thread = factory.newThread(task);
                    threads.add(thread);
                    return thread;
                });
        return new LogEventStore(builder, engine, threads);
    }

    /**
     * The events of a lead or suppression from one position to another, both included, as the read models get them.
     *
     * @throws RuntimeException when the log cannot be read
     */
    public List<? extends TrackedEventMessage<?>> events(UUID stream, long first, long last) {
        return engine.events(stream.toString(), first, last);
    }

    /** Says that there is something new to read. Quick, from any thread. */
    public void wake() {
        super.afterCommit(List.of());
    }

    /**
     * Nothing: what a command stored may be read once it is durable and all before it is, and that is when somebody
     * wakes.
     */
    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {}

    /** Lets a reading end, so that nobody reads from a database that is being closed. */
    @Override
    public void shutDown() {
        super.shutDown();
        wake();
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(STOP_WITHIN_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
