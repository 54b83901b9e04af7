package io.closedloop.lead.log.directory;

import java.io.Serial;
import java.nio.file.Path;

/** A second process was started on a data directory; it must not start. */
public class DataDirectoryInUseException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    DataDirectoryInUseException(Path directory, String holder) {
        super(
                "the data directory %s is in use by %s; stop that process, or set closedloop.data-dir to another directory"
                        .formatted(directory, holder.isBlank() ? "another process" : "process " + holder));
    }
}
