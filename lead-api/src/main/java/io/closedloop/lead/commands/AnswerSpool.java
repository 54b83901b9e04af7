package io.closedloop.lead.commands;

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of a bulk request on their way to the caller: on disk, so that neither a million of them nor a caller who
 * does not read them costs memory.
 */
final class AnswerSpool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AnswerSpool.class);
    private static final int CHUNK = 64 * 1024;

    private final FileChannel file;
    private final OutputStream buffer;
    /** How many bytes were added, and how many of them are in the file and may be read. */
    private long added;

    private long readable;
    private boolean ended;
    /** What could not be written in whole is never tried again: part of it may be there. */
    private @Nullable IOException failure;

    AnswerSpool(FileChannel file) {
        this.file = file;
        this.buffer = new BufferedOutputStream(Channels.newOutputStream(file), CHUNK);
    }

    /** @param directory on the data directory's disk; the file is gone when the spool is closed, or the process ends */
    static AnswerSpool in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path path = Files.createTempFile(directory, "bulk-", ".ndjson");
        return new AnswerSpool(FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** @throws IOException when it cannot be kept, as on a full disk; nor can any answer after it */
    synchronized void add(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        write(() -> {
            buffer.write(bytes);
            buffer.write('\n');
        });
        added += bytes.length + 1L;
        notifyAll();
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
     * kept, it ends after one of those that were.
     */
    void copyTo(OutputStream out) throws IOException, InterruptedException {
        var chunk = ByteBuffer.allocate(CHUNK);
        long position = 0;
        while (true) {
            long end = awaitMoreThan(position);
            if (end == position) {
                return;
            }
            while (position < end) {
                chunk.clear().limit((int) Math.min(CHUNK, end - position));
                int read = file.read(chunk, position);
                if (read < 0) {
                    throw new IOException("the spool of answers is shorter than what was written to it");
                }
                out.write(chunk.array(), 0, read);
                position += read;
            }
            out.flush();
        }
    }

    private synchronized long awaitMoreThan(long position) throws InterruptedException {
        while (added == position && !ended && failure == null) {
            wait();
        }
        try {
            flush();
        } catch (IOException e) {
            log.warn("Answers of a bulk request cannot be kept until they are read: {}", e.toString());
        }
        return readable;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
