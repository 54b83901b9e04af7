package io.closedloop.lead.log;

import java.io.Serial;

/**
 * The database refuses one entry because of its content, however often it is tried. Nothing of the entry was stored.
 */
public class EntryNotStorableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public EntryNotStorableException(String message) {
        super(message);
    }
}
