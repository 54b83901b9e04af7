package io.closedloop.lead.log.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * A file that H2 reads as it likes and changes only as long as its lease is in force.
 *
 * <p>A disk may write in any order what it has not been told to sync, and H2 syncs less than it takes to come back from
 * a power failure then. So two things wait until everything before them is on the disk: what overwrites a part of the
 * file or cuts it off, as the header would otherwise name a chunk that is not there, or a new chunk lie where the last
 * good state still needs an old one; and a chunk's footer, as H2 takes a chunk with a header and a footer for whole.
 */
// What has a position of its own may run at the same time.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class LeasedFile extends FileBaseDefault {
    /** The file's two first blocks. Each holds the whole header with a checksum. */
    private static final int HEADER = 2 * 4_096;
    /** In a chunk's last bytes. It never lies across two sectors of a disk. */
    private static final int FOOTER = 128;

    private final FileLease lease;
    private final FileChannel real;
    private final AtomicLong changes = new AtomicLong();
    /** So many of the changes are on the disk for good. */
    private final AtomicLong synced = new AtomicLong();

    LeasedFile(FileLease lease, FileChannel real) {
        this.lease = lease;
        this.real = real;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        requireOpen();
        return lease.change(() -> {
            if (position < real.size()) {
                syncWhatIsNot();
            }
            int length = source.remaining();
            if (position >= HEADER && length > FOOTER) {
                ByteBuffer rest = source.duplicate().limit(source.limit() - FOOTER);
                writeAll(rest, position);
                source.position(rest.position());
                syncWhatIsNot();
            }
            writeAll(source, position + length - source.remaining());
            return length;
        });
    }

    private void writeAll(ByteBuffer source, long position) throws IOException {
        long next = position;
        while (source.hasRemaining()) {
            next += real.write(source, next);
        }
        changes.incrementAndGet();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        requireOpen();
        lease.change(() -> {
            syncWhatIsNot();
            real.truncate(size);
            return changes.incrementAndGet();
        });
    }

    @Override
    public void force(boolean metaData) throws IOException {
        requireOpen();
        lease.change(() -> sync(metaData));
    }

    /** A sync that another thread has begun does not do: nobody knows yet what is on the disk. */
    private void syncWhatIsNot() throws IOException {
        if (synced.get() < changes.get()) {
            sync(false);
        }
    }

    private long sync(boolean metaData) throws IOException {
        long before = changes.get();
        real.force(metaData);
        return synced.accumulateAndGet(before, Math::max);
    }

    /** A store that writes to what it has closed itself is no failure of the file. */
    private void requireOpen() throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        FileLock lock = real.tryLock(position, size, shared);
        return lock == null ? null : new LockOfTheFile(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        lease.closed(real);
        real.close();
    }

    /** H2 gives the lock back before it closes the file, and might write in between; so the file goes first. */
    private final class LockOfTheFile extends FileLock {
        LockOfTheFile(long position, long size, boolean shared) {
            super(LeasedFile.this, position, size, shared);
        }

        @Override
        public boolean isValid() {
            return real.isOpen();
        }

        @Override
        public void release() throws IOException {
            LeasedFile.this.close();
        }
    }
}
