package io.closedloop.lead.log.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A disk for H2 that remembers what was done to the database's file. There is one, because H2 looks it up by name. */
public final class RecordedDisk extends FilePathWrapper {
    private static final Duration SLOWEST_SYNC = Duration.ofMillis(10);
    private static final List<Change> CHANGES = new ArrayList<>();

    static {
        FilePath.register(new RecordedDisk());
    }

    /** What was done to the file. */
    sealed interface Change {
        record Write(int position, byte[] bytes) implements Change {}

        record Truncate(int size) implements Change {}

        /** So many changes are on the disk for good: those that there were when the sync began. */
        record Sync(int changes) implements Change {}
    }

    /** Puts the disk under a database and forgets what was. */
    static String prefix() {
        synchronized (CHANGES) {
            CHANGES.clear();
        }
        return "recorded:";
    }

    /** Everything until now, in order. */
    static List<Change> changes() {
        synchronized (CHANGES) {
            return List.copyOf(CHANGES);
        }
    }

    static int count() {
        synchronized (CHANGES) {
            return CHANGES.size();
        }
    }

    private static void record(Change change) {
        synchronized (CHANGES) {
            CHANGES.add(change);
        }
    }

    @Override
    public String getScheme() {
        return "recorded";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new RecordedFile(super.open(mode));
    }

    private static final class RecordedFile extends FileBaseDefault {
        private final FileChannel real;

        RecordedFile(FileChannel real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            record(new Change.Write((int) position, bytes));
            while (source.hasRemaining()) {
                real.write(source, position + bytes.length - source.remaining());
            }
            return bytes.length;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            record(new Change.Truncate((int) size));
            real.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            int before = count();
            // A disk takes its time, and others come with changes meanwhile.
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SLOWEST_SYNC.toNanos()));
            real.force(metaData);
            record(new Change.Sync(before));
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
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }
}
