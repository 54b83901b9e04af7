package io.closedloop.lead.instances;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The id of an instance, in its data directory. */
final class InstanceFile {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceFile.class);

    private InstanceFile() {}

    /** The id that the directory has, or gets now. */
    static UUID id(Path directory) {
        Path file = directory.resolve("instance.id");
        try {
            if (Files.exists(file)) {
                try {
                    return UUID.fromString(
                            Files.readString(file, StandardCharsets.US_ASCII).strip());
                } catch (IllegalArgumentException e) {
                    LOG.warn("{} holds no id; the instance gets a new one", file);
                }
            }
            UUID id = UUID.randomUUID();
            Files.writeString(file, id + "\n", StandardCharsets.US_ASCII);
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException("the instance's id cannot be kept in " + file, e);
        }
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
