package io.closedloop.lead.keys;

import io.closedloop.lead.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first key. If no {@code ADMIN} key can be used, as in an empty database, one is made and written to
 * {@code admin.key} in the data directory, which only the service's own user may read. The same happens when the last
 * {@code ADMIN} key has been revoked and the service is started again, so that nobody who has the directory is locked
 * out.
 */
final class FirstKey {
    static final String FILE = "admin.key";
    private static final Logger log = LoggerFactory.getLogger(FirstKey.class);

    private final ApiKeys keys;
    private final Path directory;

    FirstKey(ApiKeys keys, Path directory) {
        this.keys = keys;
        this.directory = directory;
    }

    /**
     * The file comes first: a key in the database whose secret was lost with a crash would lock everybody out, a file
     * whose key was never stored is written anew at the next start. The name is chosen before anything else, so that of
     * several instances that find an empty database all choose the same, which is given only once.
     */
    void ensure() {
        String name = freeName();
        if (keys.inUse().stream().anyMatch(key -> key.roles().contains(Role.ADMIN))) {
            return;
        }
        Secret secret = Secret.random();
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(file);
            write(file, secret);
            try {
                keys.create(name, Set.copyOf(EnumSet.of(Role.ADMIN)), secret);
                log.info("The first ADMIN key stands in {}", file.toAbsolutePath());
            } catch (NameTakenException e) {
                Files.delete(file);
                log.info("Another instance has just made the first ADMIN key", e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The first ADMIN key cannot be written to %s: is the data directory writable?"
                            .formatted(file.toAbsolutePath()),
                    e);
        }
    }

    /** Names are never given twice, and in a database that had keys before {@code admin} is taken. */
    private String freeName() {
        return keys.areThereAny() ? "admin-" + UUID.randomUUID() : "admin";
    }

    private static void write(Path file, Secret secret) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] onlyTheOwner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, onlyTheOwner)) {
            ByteBuffer bytes = ByteBuffer.wrap(secret.text().getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
