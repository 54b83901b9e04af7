package io.closedloop.lead.keys;

import org.jspecify.annotations.Nullable;

/** A key, used or revoked, already has this name, or one that is compared alike. */
final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String taken;

    /** @param taken the name that is there already */
    NameTakenException(String taken, @Nullable Throwable cause) {
        super("a key has the name '%s'".formatted(taken), cause);
        this.taken = taken;
    }

    String taken() {
        return taken;
    }
}
