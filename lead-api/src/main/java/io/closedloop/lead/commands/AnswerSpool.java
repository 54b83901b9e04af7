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

/**
 * The answers of a bulk request on their way to the caller: on disk, so that neither a million of them nor a caller who
 * does not read them costs memory.
 */
final class AnswerSpool implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final FileChannel file;
    private final OutputStream buffer;
    private long written;
    private boolean ended;

    private AnswerSpool(FileChannel file) {
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

    synchronized void add(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        buffer.write(bytes);
        buffer.write('\n');
        written += bytes.length + 1L;
        notifyAll();
    }

    /** No more answers come. */
    synchronized void end() throws IOException {
        buffer.flush();
        ended = true;
        notifyAll();
    }

    /** Copies everything from the beginning to the end; waits for what is still to come. */
    void copyTo(OutputStream out) throws IOException, InterruptedException {
        var chunk = ByteBuffer.allocate(CHUNK);
        long position = 0;
        while (true) {
            long readable = awaitMoreThan(position);
            if (readable == position) {
                return;
            }
            while (position < readable) {
                chunk.clear().limit((int) Math.min(CHUNK, readable - position));
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

    private synchronized long awaitMoreThan(long position) throws IOException, InterruptedException {
        while (written == position && !ended) {
            wait();
        }
        buffer.flush();
        return written;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
