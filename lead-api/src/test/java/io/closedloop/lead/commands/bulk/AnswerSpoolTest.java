package io.closedloop.lead.commands.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AnswerSpoolTest {
    private static final String LONG = "x".repeat(100_000);
    private static final SpoolQuota NO_QUOTA = new SpoolQuota(Long.MAX_VALUE, Long.MAX_VALUE);

    @TempDir
    Path folder;

    @Test
    void handsOutWhatIsAddedWhileItIsRead() throws Exception {
        try (var spool = AnswerSpool.in(folder, NO_QUOTA)) {
            var out = new ByteArrayOutputStream();
            CompletableFuture<Void> copied = copy(spool, out);
            spool.add("one");
            spool.add(LONG);
            spool.end();
            copied.get(10, TimeUnit.SECONDS);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\n" + LONG + "\n");
        }
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void beginsItsFileAnewOnceEverythingWasReadAndCountsOnlyWhatWaits() throws Exception {
        var quota = new SpoolQuota(2_000_000, 5_000_000);
        try (var spool = AnswerSpool.in(folder, quota);
                var beside = AnswerSpool.in(folder, quota)) {
            var out = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                spool.add(LONG);
            }
            assertThat(spool.isFull()).isTrue();
            assertThat(beside.isFull()).isFalse();

            CompletableFuture<Void> copied = copy(spool, out);
            org.awaitility.Awaitility.await().until(() -> !spool.isFull());
            for (int i = 0; i < 10; i++) {
                spool.add(LONG);
            }
            spool.end();
            copied.get(10, TimeUnit.SECONDS);

            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo((LONG + "\n").repeat(30));
            assertThat(spool.handedOut()).isEqualTo(30 * 100_001L);
            assertThat(quota.isUsedUp(1)).isFalse();
        }
    }

    @Test
    void whatOthersLeaveUnreadStopsNobodyWhoKeepsUp() throws Exception {
        var quota = new SpoolQuota(2_000_000, 2_000_000);
        try (var read = AnswerSpool.in(folder, quota)) {
            try (var unread = AnswerSpool.in(folder, quota)) {
                for (int i = 0; i < 20; i++) {
                    unread.add(LONG);
                }
                read.add(LONG);
                assertThat(read.isFull()).isFalse();
                for (int i = 0; i < 10; i++) {
                    read.add(LONG);
                }
                assertThat(read.isFull()).isTrue();
            }
            assertThat(read.isFull()).isFalse();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsWithWhatItCouldKeepWhenTheDiskIsFull() throws Exception {
        try (var spool = new AnswerSpool(
                FileChannel.open(Path.of("/dev/full"), StandardOpenOption.READ, StandardOpenOption.WRITE), NO_QUOTA)) {
            var out = new ByteArrayOutputStream();
            CompletableFuture<Void> copied = copy(spool, out);
            assertThatIOException().isThrownBy(() -> spool.add(LONG));
            assertThatIOException().isThrownBy(() -> spool.add("short"));
            assertThatIOException().isThrownBy(spool::end);
            copied.get(10, TimeUnit.SECONDS);
            assertThat(out.size()).isZero();
        }
    }

    private static CompletableFuture<Void> copy(AnswerSpool spool, ByteArrayOutputStream out) {
        return CompletableFuture.runAsync(() -> {
            try {
                spool.copyTo(out);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
