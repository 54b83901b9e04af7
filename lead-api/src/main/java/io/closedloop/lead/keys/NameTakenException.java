package io.closedloop.lead.keys;

/** A key, used or revoked, already has this name. */
final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameTakenException(String name, Throwable cause) {
        super("a key has the name '%s'".formatted(name), cause);
    }
}
