package io.closedloop.lead.log.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change the embedded database's file. A lease ends for good with the first change that fails, or when it
 * is taken away. The disk then holds what a killed process would have left, and H2 is made to recover from that.
 *
 * <p>H2 itself goes on after a failed write: it writes chunks that were queued behind it, over space that the last good
 * state still needs, and a store that was given up may still write long after the file has been opened again.
 */
final class FileLease {
    private static final Logger LOG = LoggerFactory.getLogger(FileLease.class);
    private static final Map<Long, FileLease> IN_FORCE = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private final long number = LAST.incrementAndGet();
    private final Set<FileChannel> channels = ConcurrentHashMap.newKeySet();
    /** Shared by all who change a file; taken alone to end the lease, so that no change is under way after that. */
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock();

    private volatile boolean inForce = true;

    private FileLease() {}

    /** What changes a file. */
    @FunctionalInterface
    interface Change<T extends @Nullable Object> {
        T make() throws IOException;
    }

    static FileLease begin() {
        var lease = new FileLease();
        IN_FORCE.put(lease.number, lease);
        return lease;
    }

    /**
     * The lease of a number.
     *
     * @throws IOException when it has ended, or never was
     */
    static FileLease of(long number) throws IOException {
        FileLease lease = IN_FORCE.get(number);
        if (lease == null) {
            throw ended();
        }
        return lease;
    }

    long number() {
        return number;
    }

    boolean inForce() {
        return inForce;
    }

    /**
     * Makes a change, unless an earlier one has failed.
     *
     * @throws IOException when the change fails, or is not made because the lease has ended
     */
    <T extends @Nullable Object> T change(Change<T> change) throws IOException {
        changing.readLock().lock();
        try {
            if (!inForce) {
                throw ended();
            }
            boolean made = false;
            try {
                T result = change.make();
                made = true;
                return result;
            } finally {
                if (!made) {
                    inForce = false;
                }
            }
        } finally {
            changing.readLock().unlock();
        }
    }

    /** Opens a file that is closed when the lease is taken away. */
    FileChannel open(Change<FileChannel> opening) throws IOException {
        changing.readLock().lock();
        try {
            if (!inForce) {
                throw ended();
            }
            FileChannel channel = opening.make();
            channels.add(channel);
            return channel;
        } finally {
            changing.readLock().unlock();
        }
    }

    /** Says that a file was closed. */
    void closed(FileChannel channel) {
        channels.remove(channel);
    }

    /**
     * Takes the lease away. When this returns no change is under way any more, and every file and lock is let go of.
     */
    void end() {
        inForce = false;
        changing.writeLock().lock();
        try {
            IN_FORCE.remove(number);
            for (FileChannel channel : channels) {
                try {
                    channel.close();
                } catch (IOException e) {
                    LOG.warn("A file of the database could not be closed: {}", e.toString());
                }
            }
            channels.clear();
        } finally {
            changing.writeLock().unlock();
        }
    }

    private static IOException ended() {
        return new IOException("the database's file was given up after a failure, and this writer lost it");
    }
}
