package io.closedloop.lead.commands.bulk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of a bulk request on their way to the caller: on disk, so that neither a million of them nor a caller who
 * does not read them costs memory. The file begins anew whenever everything in it has been read, so that a caller who
 * keeps up costs hardly any disk either.
 */
final class AnswerSpool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AnswerSpool.class);
    private static final int CHUNK = 64 * 1024;

    private final FileChannel file;
    private final OutputStream buffer;
    private final SpoolQuota quota;
    /** How many bytes were added since the file began, and how many of them are in it and may be read. */
    private volatile long added;

    private long readable;
    /** How many of them were read, for the one thread that does. */
    private long read;

    private final AtomicLong handedOut = new AtomicLong();

    private boolean ended;
    private boolean abandoned;
    /** What could not be written in whole is never tried again: part of it may be there. */
    private @Nullable IOException failure;

    AnswerSpool(FileChannel file, SpoolQuota quota) {
        this.file = file;
        this.quota = quota;
        this.buffer = new BufferedOutputStream(Channels.newOutputStream(file), CHUNK);
    }

    /** @param directory on the data directory's disk; the file is gone when the spool is closed, or the process ends */
    static AnswerSpool in(Path directory, SpoolQuota quota) throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "bulk-", ".ndjson");
        return new AnswerSpool(
                FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                quota);
    }

    /**
     * Takes an answer in any case: what was carried out must have one. Whoever would bring more looks at
     * {@link #isFull} before.
     *
     * @throws IOException when it cannot be kept, as on a full disk; nor can any answer after it
     */
    synchronized void add(String line) throws IOException {
        if (abandoned) {
            return;
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        write(() -> {
            buffer.write(bytes);
            buffer.write('\n');
        });
        long more = bytes.length + 1L;
        added = added + more;
        quota.take(more);
        notifyAll();
    }

    /** Whether the answers that wait have used up their quota, or all together theirs. */
    boolean isFull() {
        return quota.isUsedUp(added);
    }

    /** How many bytes may wait. */
    long quota() {
        return quota.each();
    }

    /** How many bytes of answers were ever handed out. */
    long handedOut() {
        return handedOut.get();
    }

    /**
     * No more answers come.
     *
     * @throws IOException when not all that were added could be kept
     */
    synchronized void end() throws IOException {
        stop();
        flush();
    }

    /** No more answers come, whatever became of those that did. */
    synchronized void stop() {
        ended = true;
        notifyAll();
    }

    /** Nobody will read any more of them: those that still come are not kept. */
    synchronized void abandon() {
        abandoned = true;
        try {
            beginAnew();
        } catch (IOException e) {
            log.warn("The answers that nobody reads any more stay on disk until their request ends: {}", e.toString());
        }
    }

    private void flush() throws IOException {
        write(buffer::flush);
        readable = added;
    }

    private void write(Writing writing) throws IOException {
        if (failure != null) {
            throw new IOException("an answer before could not be kept", failure);
        }
        try {
            writing.write();
        } catch (IOException e) {
            failure = e;
            notifyAll();
            throw e;
        }
    }

    private interface Writing {
        void write() throws IOException;
    }

    /**
     * Copies everything from the beginning to the end; waits for what is still to come. Where answers could not be
     * kept, it ends after one of those that were. To be called once.
     */
    void copyTo(OutputStream out) throws IOException, InterruptedException {
        var chunk = ByteBuffer.allocate(CHUNK);
        while (true) {
            long end = awaitMore();
            if (end == read) {
                return;
            }
            while (read < end) {
                chunk.clear().limit((int) Math.min(CHUNK, end - read));
                int length = file.read(chunk, read);
                if (length < 0) {
                    throw new IOException("the spool of answers is shorter than what was written to it");
                }
                out.write(chunk.array(), 0, length);
                read += length;
                handedOut.addAndGet(length);
            }
            out.flush();
            beginAnewWhenRead();
        }
    }

    private synchronized long awaitMore() throws InterruptedException {
        while (added == read && !ended && failure == null) {
            wait();
        }
        try {
            flush();
        } catch (IOException e) {
            log.warn("Answers of a bulk request cannot be kept until they are read: {}", e.toString());
        }
        return readable;
    }

    private synchronized void beginAnewWhenRead() throws IOException {
        if (read == added && failure == null && (read >= SpoolQuota.OWN_SHARE || isFull())) {
            beginAnew();
        }
    }

    /** Whatever is in the buffer was read, or will not be. */
    private void beginAnew() throws IOException {
        if (failure == null) {
            flush();
        }
        file.truncate(0);
        quota.giveBack(added);
        added = 0;
        readable = 0;
        read = 0;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            abandoned = true;
            quota.giveBack(added);
            added = 0;
        }
        file.close();
    }
}
