package io.closedloop.lead.columnstore;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read models of a running instance: the file that serves readers, and during a rebuild a second one beside it that
 * is filled from the beginning of the log and then takes its place.
 *
 * <p>The position that readers see never goes back: the new file serves once it has caught up with the old one, which
 * stands still for that moment. Queries that have begun on the old file end there. A small file that is replaced in one
 * step says which file serves, so a kill at any moment leaves one that serves, and a rebuild goes on where it was.
 */
public final class LiveReadModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveReadModels.class);
    /** How long the old file may stand still; after that it goes on, and the change is tried again. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Wiring wiring;
    private final Generations generations;
    /** Held while a file takes the other's place, a rebuild begins or is cancelled, or dead letters are retried. */
    private final ReentrantLock changing = new ReentrantLock();

    private volatile FilledStore serving;
    private volatile @Nullable Filling filling;
    private volatile boolean closed;

    /**
     * What the files are filled with.
     *
     * @param projection turns events into rows
     * @param source the log; its tokens are positions, a message's time is its {@code recordedAt}
     * @param log asked for single events
     * @param discards asked for every event that cannot be written
     * @param batchSize how many events at most are written in one transaction
     */
    public record Wiring(
            Projection projection,
            StreamableMessageSource<TrackedEventMessage<?>> source,
            FollowedLog log,
            Discards discards,
            int batchSize) {}

    /**
     * How far a rebuild has come.
     *
     * @param order by which it was begun
     * @param reached the last event that the new file knows
     */
    public record Rebuild(String order, Progress reached) {}

    private record Filling(String order, FilledStore store) {}

    private LiveReadModels(ColumnStoreSettings settings, Wiring wiring) {
        this.wiring = wiring;
        this.generations = Generations.in(settings, wiring.projection().schema());
        int generation = generations.state().serving();
        this.serving = FilledStore.open(generation, generations.settings(generation), wiring);
    }

    /**
     * Opens the file that serves, or makes it; nothing is filled before {@link #start}.
     *
     * @param settings its file is that of the first generation, later ones lie beside it
     * @throws ColumnStoreUnavailableException when another process has it open, or it can be neither opened nor created
     */
    public static LiveReadModels open(ColumnStoreSettings settings, Wiring wiring) {
        return new LiveReadModels(settings, wiring);
    }

    /** Follows the log, and goes on with a rebuild that was under way. */
    public void start() {
        serving.follow();
        Generations.State state = generations.state();
        Integer next = state.filling();
        String order = state.fillingFor();
        if (next != null && order != null) {
            changing.lock();
            try {
                LOG.info("The read models go on being rebuilt");
                fill(next, order);
            } catch (ColumnStoreUnavailableException e) {
                LOG.error("The rebuild cannot go on and is given up: {}", e.getMessage());
                generations.giveUpTheNext();
            } finally {
                changing.unlock();
            }
        }
    }

    /** How far the rows have come that readers are answered from. */
    public Progress progress() {
        return serving.store().progress();
    }

    /** Waits until the rows of the event at {@code position} can be read; false when the time ran out before. */
    public boolean awaitPosition(long position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            FilledStore current = serving;
            long left = Math.max(0, deadline - System.nanoTime());
            if (current.store().awaitPosition(position, Duration.ofNanos(left))) {
                return true;
            }
            if (current == serving) {
                return false;
            }
        }
    }

    /**
     * Runs queries against what is committed now, all of them at one position.
     *
     * @throws ColumnStoreUnavailableException when no answer came in time, or the store cannot be read at the moment
     * @throws QuestionTooLargeException when there will never be an answer
     */
    public <T> T read(SnapshotQuery<T> query) {
        return ask(store -> store.read(query));
    }

    /** Events that the serving rows lack, first come first. */
    public List<DeadLetter> deadLetters() {
        return ask(ColumnStore::deadLetters);
    }

    private <T> T ask(Function<ColumnStore, T> question) {
        while (true) {
            FilledStore current = serving;
            try {
                return question.apply(current.store());
            } catch (ColumnStoreUnavailableException e) {
                if (current == serving) {
                    throw e;
                }
                // It was replaced before the question got to it.
            }
        }
    }

    /** How many events the serving rows lack; asks nobody. */
    public DeadLetterCount deadLetterCount() {
        return serving.store().deadLetterCount();
    }

    /**
     * Whether the serving rows cannot be brought up to date at the moment; that is tried again until it can be done.
     */
    public boolean inTrouble() {
        return serving.inTrouble();
    }

    /** Whether what fills the serving rows has ended of an error; nothing but a restart brings it back. */
    public boolean hasDied() {
        return serving.hasDied();
    }

    /** How large the files are, in bytes, the one that is being filled included. */
    public long bytes() {
        Filling next = filling;
        return serving.bytes() + (next == null ? 0 : next.store().bytes());
    }

    /** How many events one transaction of the processor has at most. */
    public int batchSize() {
        return wiring.batchSize();
    }

    /**
     * Retries a dead letter: tries to write the parked event and all later ones of its stream, during a rebuild in the
     * new file as well.
     *
     * @return the outcome for readers
     * @throws RuntimeException when the column store or the log cannot be asked now
     */
    public Repair retry(String eventId) {
        return repair(parked -> parked.retry(eventId));
    }

    /**
     * Discards a dead letter: leaves the parked event out and writes all later ones of its stream, during a rebuild in
     * the new file as well.
     *
     * @return the outcome for readers
     * @throws RuntimeException when the column store or the log cannot be asked now
     */
    public Repair discard(String eventId) {
        return repair(parked -> parked.discard(eventId));
    }

    private Repair repair(Function<ParkedEvents, Repair> repair) {
        changing.lock();
        try {
            Filling next = filling;
            if (next != null) {
                Repair _ = repair.apply(next.store().parked());
            }
            return repair.apply(serving.parked());
        } finally {
            changing.unlock();
        }
    }

    /** The rebuild under way; null where there is none. */
    public @Nullable Rebuild rebuild() {
        Filling next = filling;
        return next == null
                ? null
                : new Rebuild(next.order(), next.store().store().progress());
    }

    /** The order of the rebuild that made the serving file; null for the first one. */
    public @Nullable String madeBy() {
        return generations.state().madeBy();
    }

    /**
     * Begins to fill a new file; nothing happens where one is being filled already.
     *
     * @param order a name for it, which is known again after a restart
     * @return whether this order is the one under way now
     * @throws ColumnStoreUnavailableException when there is no making a new file
     */
    public boolean rebuild(String order) {
        changing.lock();
        try {
            Filling current = filling;
            if (closed || current != null) {
                return current != null && current.order().equals(order);
            }
            int generation = generations.begin(order);
            try {
                fill(generation, order);
            } catch (RuntimeException e) {
                generations.giveUpTheNext();
                generations.delete(generation);
                throw e;
            }
            LOG.info("The read models are rebuilt beside the old ones, which go on serving");
            return true;
        } finally {
            changing.unlock();
        }
    }

    /** Cancels the rebuild and deletes its file; false if there is no rebuild any more. */
    public boolean cancelRebuild() {
        changing.lock();
        try {
            Filling given = filling;
            if (given == null) {
                return false;
            }
            filling = null;
            generations.giveUpTheNext();
            given.store().close();
            generations.delete(given.store().generation());
            LOG.info("The rebuild of the read models was cancelled");
            return true;
        } finally {
            changing.unlock();
        }
    }

    private void fill(int generation, String order) {
        var next = new Filling(order, FilledStore.open(generation, generations.settings(generation), wiring));
        filling = next;
        next.store().follow();
        Thread.ofPlatform().name("read-models-rebuild").daemon(true).start(() -> watch(next));
    }

    private void watch(Filling next) {
        try {
            while (!closed && next.equals(filling)) {
                long near = progress().position() - wiring.batchSize();
                if (next.store().store().await(reached -> reached.position() >= near, LOOK_AGAIN)) {
                    takeOver(next);
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("Somebody interrupted the rebuild of the read models; it goes on at the next start");
        }
    }

    private void takeOver(Filling next) throws InterruptedException {
        FilledStore old;
        changing.lockInterruptibly();
        try {
            if (closed || !next.equals(filling)) {
                return;
            }
            old = serving;
            old.pause();
            try {
                long position = old.store().progress().position();
                if (next.store().store().awaitPosition(position, STANDSTILL) && !closed) {
                    generations.serveTheNext();
                    serving = next.store();
                    filling = null;
                    LOG.info("The rebuilt read models serve from position {} on", position);
                }
            } catch (UncheckedIOException e) {
                LOG.warn("The rebuilt read models cannot take over yet: {}", e.getMessage());
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            } finally {
                if (serving == old && !closed) {
                    old.follow();
                }
            }
            if (serving == old) {
                return;
            }
        } finally {
            changing.unlock();
        }
        old.close();
        generations.delete(old.generation());
    }

    /** Stops filling and lets queries under way end; a rebuild goes on at the next start. */
    @Override
    public void close() {
        closed = true;
        changing.lock();
        try {
            Filling next = filling;
            filling = null;
            if (next != null) {
                next.store().close();
            }
            serving.close();
        } finally {
            changing.unlock();
        }
    }
}
