package io.closedloop.lead.log.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The directory that holds everything an instance keeps on disk. It belongs to one process at a time. */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "closedloop.lock";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the directory for this process, and makes it, readable by its owner alone, if it is not there.
     *
     * @throws DataDirectoryInUseException when another process has it
     * @throws UncheckedIOException when it cannot be made or written
     */
    public static DataDirectory open(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        Path lockFile = directory.resolve(LOCK_FILE);
        try {
            make(directory);
            FileChannel channel = FileChannel.open(
                    lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new DataDirectoryInUseException(directory, holder(lockFile));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(directory, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the data directory %s cannot be used: %s; set closedloop.data-dir to one that can be written"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    /** The absolute path of the directory. */
    public Path path() {
        return path;
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory %s could not be given back".formatted(path), e);
        }
    }

    private static void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory);
        if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very process has it already.
            return null;
        }
    }

    private static String holder(Path lockFile) {
        try {
            return Files.readString(lockFile);
        } catch (IOException e) {
            return "";
        }
    }
}
