package io.closedloop.lead.commands;

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

    @TempDir
    Path folder;

    @Test
    void handsOutWhatIsAddedWhileItIsRead() throws Exception {
        try (var spool = AnswerSpool.in(folder)) {
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
    @EnabledOnOs(OS.LINUX)
    void endsWithWhatItCouldKeepWhenTheDiskIsFull() throws Exception {
        try (var spool = new AnswerSpool(
                FileChannel.open(Path.of("/dev/full"), StandardOpenOption.READ, StandardOpenOption.WRITE))) {
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
