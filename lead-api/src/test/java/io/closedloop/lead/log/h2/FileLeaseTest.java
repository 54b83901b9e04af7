package io.closedloop.lead.log.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After the first failure nothing of what H2 does reaches its file. */
class FileLeaseTest {
    @TempDir
    Path directory;

    private final FileLease lease = FileLease.begin();
    private Path file;
    private FilePath leased;
    private FileChannel channel;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("file");
        leased = FilePath.get(LeasedPath.prefix(lease) + FaultyDisk.prefix() + file);
        channel = leased.open("rw");
        write("good", 0);
    }

    @AfterEach
    void close() throws IOException {
        FaultyDisk.repair();
        lease.end();
        channel.close();
    }

    private void write(String text, long position) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), position);
    }

    private void assertNothingIsChangedAnyMore() {
        assertThatThrownBy(() -> write("late", 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> channel.force(true)).isInstanceOf(IOException.class);
        assertThatThrownBy(leased::delete).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> leased.moveTo(FilePath.get(leased + ".other"), true))
                .hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> leased.newOutputStream(false)).isInstanceOf(IOException.class);
        assertThat(file).hasContent("good");
        assertThat(directory.resolve("file.other")).doesNotExist();
    }

    @Test
    void afterAWriteThatFailedNothingIsWrittenHoweverWellTheDiskIsAgain() {
        FaultyDisk.fillUpAfter(0);
        assertThatThrownBy(() -> write("bad", 4)).hasMessageContaining("No space left");
        FaultyDisk.repair();

        assertNothingIsChangedAnyMore();
        assertThat(lease.inForce()).isFalse();
    }

    @Test
    void afterASyncThatFailedNothingIsWritten() {
        FaultyDisk.stopSyncing();
        assertThatThrownBy(() -> channel.force(true)).hasMessageContaining("Input/output error");
        FaultyDisk.repair();

        assertNothingIsChangedAnyMore();
    }

    @Test
    void aLeaseThatIsTakenAwayLetsGoOfTheFileAndItsLockAtOnce() throws IOException {
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, false);
        assertThat(lock.isValid()).isTrue();
        try (FileChannel another = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThatThrownBy(another::tryLock).isInstanceOf(OverlappingFileLockException.class);

            lease.end();

            assertThat(another.tryLock()).isNotNull();
            assertThat(lock.isValid()).isFalse();
        }
        assertNothingIsChangedAnyMore();
        assertThatThrownBy(() -> leased.open("rw")).isInstanceOf(IOException.class);
    }

    @Test
    void theNextLeaseOpensTheFileAndTheOldOneCannotTouchIt() throws IOException {
        lease.end();

        FileLease next = FileLease.begin();
        try (FileChannel again = FilePath.get(LeasedPath.prefix(next) + FaultyDisk.prefix() + file)
                .open("rw")) {
            assertThat(again.tryLock(0, Long.MAX_VALUE, false)).isNotNull();
            again.write(ByteBuffer.wrap("new".getBytes(US_ASCII)), 4);
        } finally {
            next.end();
        }
        assertThatThrownBy(() -> write("old", 4)).isInstanceOf(IOException.class);
        assertThat(file).hasContent("goodnew");
    }

    @Test
    void whoGivesTheLockBackCannotWriteAnyMore() throws IOException {
        channel.tryLock(0, Long.MAX_VALUE, false).release();

        assertThatThrownBy(() -> write("late", 0)).isInstanceOf(ClosedChannelException.class);
        assertThat(file).hasContent("good");
        assertThat(lease.inForce()).as("a store that closed its file itself").isTrue();
    }

    @Test
    void isTakenAwayOnlyWhenTheChangeUnderWayHasEnded() throws InterruptedException {
        var changing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Thread slow = Thread.ofPlatform().start(() -> {
            try {
                lease.change(() -> {
                    changing.countDown();
                    awaitUninterrupted(goOn);
                    return true;
                });
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        changing.await();
        Thread taking = Thread.ofPlatform().start(lease::end);
        while (taking.getState() != Thread.State.WAITING) {
            assertThat(taking.isAlive()).isTrue();
            Thread.onSpinWait();
        }

        goOn.countDown();
        taking.join();
        slow.join();
        assertNothingIsChangedAnyMore();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
