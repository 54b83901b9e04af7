package io.closedloop.lead.log;

import java.io.Serial;

/** The database refuses one entry for what is in it, however often it is tried. Nothing of it was stored. */
public class EntryNotStorableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public EntryNotStorableException(String message) {
        super(message);
    }
}
