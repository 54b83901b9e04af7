package io.closedloop.lead.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/** A file that H2 reads as it likes and changes only as long as its lease is in force. */
// What has a position of its own may run at the same time.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class LeasedFile extends FileBaseDefault {
    private final FileLease lease;
    private final FileChannel real;
    private volatile boolean unsynced;

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

    /**
     * What overwrites something waits until everything before it is on the disk: after a power failure the header would
     * otherwise point at a chunk that is not there, or a new chunk lie where the last good state still needs an old
     * one.
     */
    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        requireOpen();
        return lease.change(() -> {
            if (unsynced && position < real.size()) {
                unsynced = false;
                real.force(false);
            }
            int written = real.write(source, position);
            unsynced = true;
            return written;
        });
    }

    @Override
    protected void implTruncate(long size) throws IOException {
        requireOpen();
        lease.change(() -> real.truncate(size));
    }

    @Override
    public void force(boolean metaData) throws IOException {
        requireOpen();
        lease.change(() -> {
            unsynced = false;
            real.force(metaData);
            return true;
        });
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
