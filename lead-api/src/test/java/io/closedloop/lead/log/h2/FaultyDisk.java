package io.closedloop.lead.log.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A disk for H2 that can fill up, or stop to sync. There is one, because H2 looks its file systems up by name. */
public final class FaultyDisk extends FilePathWrapper {
    private static final AtomicInteger WRITES_LEFT = new AtomicInteger(Integer.MAX_VALUE);
    private static volatile boolean syncs = true;

    static {
        FilePath.register(new FaultyDisk());
    }

    /** Puts the disk under a database, in working order. */
    static String prefix() {
        repair();
        return "faulty:";
    }

    /** From now on the disk takes so many writes, then it is full. */
    static void fillUpAfter(int writes) {
        WRITES_LEFT.set(writes);
    }

    /** From now on the disk takes writes but does not sync them. */
    static void stopSyncing() {
        syncs = false;
    }

    static void repair() {
        WRITES_LEFT.set(Integer.MAX_VALUE);
        syncs = true;
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new FaultyFile(super.open(mode));
    }

    private static final class FaultyFile extends FileBase {
        private final FileChannel real;

        FaultyFile(FileChannel real) {
            this.real = real;
        }

        private static void write() throws IOException {
            if (WRITES_LEFT.getAndUpdate(left -> left == Integer.MAX_VALUE ? left : Math.max(0, left - 1)) == 0) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            write();
            return real.write(source, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            write();
            return real.write(source);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (!syncs) {
                throw new IOException("Input/output error");
            }
            real.force(metaData);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return real.read(target, position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return real.read(target);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
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
