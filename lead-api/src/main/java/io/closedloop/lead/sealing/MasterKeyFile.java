package io.closedloop.lead.sealing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The file {@code master.key} in the data directory: the key in base64, for the eyes of the service's own user only.
 */
record MasterKeyFile(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    static MasterKeyFile in(Path dataDirectory) {
        return new MasterKeyFile(dataDirectory.resolve("master.key"));
    }

    /** @throws KeyringException when the file is there, but is not a key, or is one that others may read */
    Optional<MasterKey> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
                throw new KeyringException(
                        "The master key in %s may be read by others; run: chmod 600 %s".formatted(path, path));
            }
            return Optional.of(MasterKey.parse(Files.readString(path), path.toString()));
        } catch (IOException e) {
            throw new KeyringException("The master key in %s cannot be read: %s".formatted(path, e), e);
        }
    }

    /** Writes the key so that it is there whole and durable, or not at all. */
    void write(MasterKey key) {
        Path fresh = path.resolveSibling("master.key.new");
        try {
            Files.createDirectories(directory());
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, ownerOnly());
            try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer text = ByteBuffer.wrap((key.base64() + "\n").getBytes(StandardCharsets.US_ASCII));
                while (text.hasRemaining()) {
                    file.write(text);
                }
                file.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
        } catch (IOException e) {
            throw new KeyringException("The master key cannot be written to %s: %s".formatted(path, e), e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forceDirectory() throws IOException {
        if (isPosix()) {
            try (FileChannel directory = FileChannel.open(directory(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private Path directory() {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file is in a directory");
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
