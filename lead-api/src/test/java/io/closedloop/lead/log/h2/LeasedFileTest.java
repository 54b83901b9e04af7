package io.closedloop.lead.log.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.store.fs.FileBaseDefault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for the disk, and what does not. */
class LeasedFileTest {
    private static final int BLOCK = 4_096;
    private static final int END = 2 * BLOCK;

    private final FileLease lease = FileLease.begin();
    private final Disk disk = new Disk();
    private final FileChannel file = new LeasedFile(lease, disk);

    @AfterEach
    void end() throws IOException {
        file.close();
        lease.end();
    }

    @Test
    void aChunksFooterWaitsForTheRestOfTheChunk() throws IOException {
        write(END, 3 * BLOCK);

        assertThat(disk.done).containsExactly("write 8192+12160", "sync", "write 20352+128");
    }

    @Test
    void theHeaderIsWrittenAtOnce() throws IOException {
        write(0, END);

        assertThat(disk.done).containsExactly("write 0+8192");
    }

    @Test
    void whatIsAsShortAsAFooterIsWrittenAtOnce() throws IOException {
        write(END, 128);

        assertThat(disk.done).containsExactly("write 8192+128");
    }

    @Test
    void whatOverwritesWaitsForWhatWasWrittenBefore() throws IOException {
        write(END, 100);
        write(0, 100);

        assertThat(disk.done).containsExactly("write 8192+100", "sync", "write 0+100");
    }

    @Test
    void whatOverwritesDoesNotWaitWhenEverythingIsSynced() throws IOException {
        write(END, 100);
        file.force(true);
        write(0, 100);

        assertThat(disk.done).containsExactly("write 8192+100", "sync", "write 0+100");
    }

    @Test
    void whatIsCutOffWaitsForWhatWasWrittenBefore() throws IOException {
        write(END, 100);
        file.truncate(END);

        assertThat(disk.done).containsExactly("write 8192+100", "sync", "truncate 8192");
    }

    @Test
    void aSyncThatIsUnderWayIsNoReasonToOverwrite() throws Exception {
        write(END, 100);
        var syncing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        disk.duringTheNextSync = () -> {
            syncing.countDown();
            goOn.await();
        };
        CompletableFuture<Void> sync = CompletableFuture.runAsync(() -> unchecked(() -> file.force(true)));
        assertThat(syncing.await(10, TimeUnit.SECONDS)).isTrue();

        write(0, 100);

        assertThat(disk.done).containsExactly("write 8192+100", "sync", "write 0+100");
        goOn.countDown();
        sync.join();
        assertThat(disk.done).endsWith("write 0+100", "sync");
    }

    @Test
    void isAtTheEndOfWhatWasWritten() throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(BLOCK + 10).position(10);

        assertThat(file.write(chunk, END)).isEqualTo(BLOCK);

        assertThat(chunk.hasRemaining()).isFalse();
        assertThat(file.size()).isEqualTo(END + BLOCK);
    }

    private void write(long position, int length) throws IOException {
        file.write(ByteBuffer.allocate(length), position);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void unchecked(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells what it did, in order. A sync is told when it is done. */
    private static final class Disk extends FileBaseDefault {
        final List<String> done = Collections.synchronizedList(new ArrayList<>());
        private volatile Step duringTheNextSync = () -> {};
        private long size;

        @Override
        public int write(ByteBuffer source, long position) {
            int length = source.remaining();
            done.add("write %d+%d".formatted(position, length));
            source.position(source.limit());
            size = Math.max(size, position + length);
            return length;
        }

        @Override
        protected void implTruncate(long newSize) {
            done.add("truncate " + newSize);
            size = newSize;
        }

        @Override
        public void force(boolean metaData) {
            Step step = duringTheNextSync;
            duringTheNextSync = () -> {};
            unchecked(step);
            done.add("sync");
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException("nothing is kept");
        }

        @Override
        public FileLock tryLock(long position, long length, boolean shared) {
            throw new UnsupportedOperationException("nobody else is here");
        }

        @Override
        protected void implCloseChannel() {
            // There is nothing to close.
        }
    }
}
