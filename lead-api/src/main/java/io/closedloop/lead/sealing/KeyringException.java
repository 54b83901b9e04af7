package io.closedloop.lead.sealing;

import org.jspecify.annotations.Nullable;

/** The service must not start with these keys on this database. The message says what is wrong and what to do. */
public final class KeyringException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyringException(String message) {
        this(message, null);
    }

    KeyringException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
