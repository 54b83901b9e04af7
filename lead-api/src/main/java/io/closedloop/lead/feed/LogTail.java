package io.closedloop.lead.feed;

import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.log.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the log, read once for all live readers. Everything that this instance stores wakes the reading; every few
 * milliseconds, and only while somebody follows, it looks for what others have stored.
 */
final class LogTail implements AutoCloseable {
    private static final int CHARACTERS_KEPT = 4_000_000;
    private static final int EVENTS_AT_ONCE = 500;
    /** Under load this many events come together instead of one by one, for so much delay. */
    private static final Duration BETWEEN_READINGS = Duration.ofMillis(2);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_EPOCHS = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

    private final EventLog log;
    private final EventFrames frames;
    private final Duration between;
    private final Thread reader;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Condition grown = lock.newCondition();
    private final @Nullable TailEvent[] ring;
    /** The positions of the oldest and the latest event in the ring; where it is empty, the first is one further. */
    private long first = 1;

    private long last;
    private long characters;
    private int followers;
    private boolean woken;
    // Only the reading thread's.
    private @Nullable UUID epoch;
    private long epochLookedAt;
    private volatile Consumer<UUID> epochListener = _ -> {};
    private boolean closed;

    /**
     * @param kept how many events; who falls further behind reads the log itself
     * @param between how long at most between two looks at the log while it is followed
     */
    LogTail(EventLog log, EventFrames frames, int kept, Duration between) {
        this.ring = new TailEvent[kept];
        this.log = log;
        this.frames = frames;
        this.between = between;
        this.reader = Thread.ofPlatform().name("log-tail").daemon().unstarted(this::read);
    }

    void start() {
        reader.start();
    }

    /** Tells somebody of the log's epoch, first and whenever it has changed, while the log is followed. */
    void onEpoch(Consumer<UUID> listener) {
        epochListener = listener;
    }

    /**
     * The log's epoch now.
     *
     * @throws StoreUnavailableException when the database cannot be asked
     */
    UUID presentEpoch() {
        return log.head().epoch();
    }

    /** This instance has stored something. The appender's thread calls this, so it must be quick. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            asked.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Somebody follows from now on.
     *
     * @return where the log ended just now, and its epoch
     * @throws StoreUnavailableException when the database cannot be asked
     */
    LogHead join() {
        LogHead end = log.head();
        long head = end.position();
        lock.lock();
        try {
            if (followers++ == 0) {
                // The ring was not kept until now; a reader of older events reads the log itself.
                clear();
                last = head;
                first = head + 1;
                asked.signal();
            }
            return end;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            if (--followers == 0) {
                clear();
            }
        } finally {
            lock.unlock();
        }
    }

    private void clear() {
        while (first <= last) {
            drop();
        }
    }

    /**
     * What follows a position, as far as it is here: nothing at the end, empty where the ring no longer goes back so
     * far.
     */
    Optional<List<TailEvent>> after(long position, int limit) {
        lock.lock();
        try {
            if (position < first - 1) {
                return Optional.empty();
            }
            var events = new ArrayList<TailEvent>();
            for (long next = position + 1; next <= last && events.size() < limit; next++) {
                events.add(kept(next));
            }
            return Optional.of(events);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is more than {@code position}, the time is up, or {@code ended} after {@link #stir}. */
    void await(long position, Duration atMost, BooleanSupplier ended) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (last <= position && left > 0 && !closed && !ended.getAsBoolean()) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets all who wait look whether they have ended. */
    void stir() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            asked.signal();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int slot(long position) {
        return (int) (position % ring.length);
    }

    private void read() {
        boolean readable = true;
        for (long position = nextReading(); position >= 0; position = nextReading()) {
            try {
                List<StoredEvent> events = log.after(position, EVENTS_AT_ONCE);
                lookAtEpoch();
                if (!readable) {
                    readable = true;
                    LOG.info("Live streams follow the log again");
                }
                if (!events.isEmpty()) {
                    take(events);
                    LockSupport.parkNanos(BETWEEN_READINGS.toNanos());
                }
            } catch (RuntimeException e) {
                if (readable) {
                    readable = false;
                    LOG.warn("Live streams stand still until the log can be read again", e);
                }
                LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
            }
        }
    }

    /** Now and then: an epoch changes in an emergency only. */
    private void lookAtEpoch() {
        long now = System.nanoTime();
        if (epochLookedAt == 0 || now - epochLookedAt > BETWEEN_EPOCHS.toNanos()) {
            epochLookedAt = now;
            UUID present = log.head().epoch();
            if (!present.equals(epoch)) {
                epoch = present;
                epochListener.accept(present);
            }
        }
    }

    /** Waits until there may be more, and says after which position; negative when nobody will follow any more. */
    private long nextReading() {
        lock.lock();
        try {
            long left = between.toNanos();
            while (!closed && (followers == 0 || (!woken && left > 0))) {
                if (followers == 0) {
                    asked.awaitUninterruptibly();
                    woken = true;
                } else {
                    left = asked.awaitNanos(left);
                }
            }
            woken = false;
            return closed ? -1 : last;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread: it may be in the middle of reading the embedded database's file.
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    private void take(List<StoredEvent> events) {
        List<TailEvent> tail = events.stream().map(TailEvent::new).toList();
        try {
            // Opened before anybody waits for it, and once for everybody.
            frames.of(tail);
        } catch (RuntimeException e) {
            LOG.debug("Whoever follows will open these events, or say why not", e);
        }
        lock.lock();
        try {
            // Unless the last follower has left and another has come while this was being read.
            if (followers > 0 && tail.getFirst().stored().position() == last + 1) {
                tail.forEach(this::keep);
                if (tail.size() == EVENTS_AT_ONCE) {
                    woken = true;
                }
                grown.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void keep(TailEvent event) {
        int length = event.stored().payload().length();
        // Before the new one takes the place of the oldest.
        while (first <= last && (last + 1 - first >= ring.length || characters + length > CHARACTERS_KEPT)) {
            drop();
        }
        last = event.stored().position();
        ring[slot(last)] = event;
        characters += length;
    }

    private void drop() {
        characters -= kept(first).stored().payload().length();
        ring[slot(first)] = null;
        first++;
    }

    private TailEvent kept(long position) {
        return Objects.requireNonNull(ring[slot(position)], "the ring has everything from its first to its last event");
    }
}
