package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log and fills the column store: one segment, woken by commits, in batches of thousands when there is much
 * to catch up with.
 *
 * <p>A batch that fails is rolled back and halved until the event is found that cannot be written. This event is parked
 * as a dead letter, together with all later ones of its lead, and the rest goes on. Trouble of the column store or of
 * the log itself parks nothing: the processor tries again, after 1 s at first and at most a minute, from the position
 * that is in the file then.
 */
public final class ReadModelProcessor extends TrackingEventProcessor {
    public static final String NAME = "read-models";
    /** Measured best for catching up; bounds what a failed batch costs, too. */
    public static final int BATCH_SIZE = 5_000;

    private static final int FEW = BATCH_SIZE / 2;
    /** How long commits that follow each other closely are left to gather, unless somebody waits for their rows. */
    private static final Duration PACE = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelProcessor.class);

    private final ColumnStore store;
    private final StoreTransactions transactions;
    private final ReadModelWriter writer;

    /**
     * @param source the log; its tokens are positions ({@code GlobalSequenceTrackingToken}), a message's time is its
     *     {@code recordedAt}
     * @param log asked for the event at the file's position, whenever the log is opened
     */
    public ReadModelProcessor(
            ColumnStore store,
            Projection projection,
            StreamableMessageSource<TrackedEventMessage<?>> source,
            FollowedLog log) {
        this(store, projection, source, log, Discards.NONE);
    }

    /**
     * As the constructor above.
     *
     * @param discards asked for every event that cannot be written
     */
    public ReadModelProcessor(
            ColumnStore store,
            Projection projection,
            StreamableMessageSource<TrackedEventMessage<?>> source,
            FollowedLog log,
            Discards discards) {
        this(store, projection, source, log, discards, BATCH_SIZE);
    }

    /** As the constructor, with batches of another size. */
    public static ReadModelProcessor withBatchSize(
            ColumnStore store,
            Projection projection,
            StreamableMessageSource<TrackedEventMessage<?>> source,
            FollowedLog log,
            int batchSize) {
        return new ReadModelProcessor(store, projection, source, log, Discards.NONE, batchSize);
    }

    /** As the constructors above, with all there is to choose. */
    ReadModelProcessor(
            ColumnStore store,
            Projection projection,
            StreamableMessageSource<TrackedEventMessage<?>> source,
            FollowedLog log,
            Discards discards,
            int batchSize) {
        this(
                store,
                new StoreTransactions(store),
                new ReadModelWriter(store, projection, discards),
                source,
                log,
                batchSize);
    }

    private ReadModelProcessor(
            ColumnStore store,
            StoreTransactions transactions,
            ReadModelWriter writer,
            StreamableMessageSource<TrackedEventMessage<?>> source,
            FollowedLog log,
            int batchSize) {
        super(TrackingEventProcessor.builder()
                .name(NAME)
                .eventHandlerInvoker(writer)
                .messageSource(source)
                .tokenStore(new ProgressTokenStore(store, log))
                .transactionManager(transactions)
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                        .andBatchSize(batchSize)
                        // A stop waits for this at most; commits wake the processor before.
                        .andEventAvailabilityTimeout(300, TimeUnit.MILLISECONDS)
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)));
        this.store = store;
        this.transactions = transactions;
        this.writer = writer;
    }

    /**
     * Whether the thread that follows the log has ended of an error, such as a lack of memory. Trouble that passes, of
     * the log or the column store, never ends it.
     */
    public boolean hasDied() {
        return isError();
    }

    @Override
    protected void processInUnitOfWork(
            List<? extends EventMessage<?>> events,
            UnitOfWork<? extends EventMessage<?>> unitOfWork,
            Collection<Segment> segments)
            throws Exception {
        process(events, unitOfWork, segments);
        gatherMore(events.size());
    }

    private void process(
            List<? extends EventMessage<?>> events,
            UnitOfWork<? extends EventMessage<?>> unitOfWork,
            Collection<Segment> segments)
            throws Exception {
        try {
            super.processInUnitOfWork(events, unitOfWork, segments);
        } catch (Exception e) {
            store.notice(e);
            switch (StoreTrouble.of(e)) {
                case NONE -> {
                    if (events.size() == 1) {
                        park(events.getFirst(), e);
                    } else {
                        processInHalves(events, segments, e);
                    }
                }
                case TOO_MUCH -> {
                    if (events.size() == 1) {
                        throw e;
                    }
                    processInHalves(events, segments, e);
                }
                case PASSING, IN_USE, INVALIDATED, DAMAGED -> throw e;
            }
        }
    }

    /** Of a few events, as of thousands, most of the cost is that of the transaction, so under load they share one. */
    private void gatherMore(int written) throws InterruptedException {
        if (written < FEW) {
            store.awaitSomebodyWaiting(PACE);
        }
    }

    private void processInHalves(List<? extends EventMessage<?>> events, Collection<Segment> segments, Exception cause)
            throws Exception {
        LOG.debug("A batch of {} events failed and is halved", events.size(), cause);
        int half = events.size() / 2;
        processAgain(events.subList(0, half), segments);
        processAgain(events.subList(half, events.size()), segments);
    }

    /**
     * A half gets a unit of work, a transaction and a token of its own: the failed one's are rolled back and done with.
     */
    private void processAgain(List<? extends EventMessage<?>> half, Collection<Segment> segments) throws Exception {
        if (!isRunning()) {
            throw new ColumnStoreUnavailableException(
                    "the processor is stopping; the rest is read again at the next start");
        }
        UnitOfWork<EventMessage<?>> unitOfWork = new BatchingUnitOfWork<>(List.<EventMessage<?>>copyOf(half));
        unitOfWork.attachTransaction(transactions);
        unitOfWork.resources().put("Processor[%s]/SegmentId".formatted(NAME), 0);
        unitOfWork.resources().put("Processor[%s]/Token".formatted(NAME), token(half.getLast()));
        process(half, unitOfWork, segments);
    }

    private static TrackingToken token(EventMessage<?> message) {
        return ((TrackedEventMessage<?>) message).trackingToken();
    }

    private void park(EventMessage<?> message, Exception cause) {
        DeadLetter parked = transactions.fetchInTransaction(() -> {
            try {
                return writer.park(message, cause);
            } catch (SQLException e) {
                throw new ColumnStoreUnavailableException("the event cannot be parked: " + e.getMessage(), e);
            }
        });
        LOG.error(
                "The read models cannot take event {} ({}) at position {}. It is left out, and so are all later events of {} unless it was discarded.",
                parked.eventId(),
                parked.type(),
                parked.position(),
                parked.stream(),
                cause);
    }
}
