package io.closedloop.lead.log.h2;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The embedded database's file is missing, damaged, or older than this directory knows; the service must not start. */
public class DatabaseFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    DatabaseFileException(String message) {
        super(message);
    }

    DatabaseFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
