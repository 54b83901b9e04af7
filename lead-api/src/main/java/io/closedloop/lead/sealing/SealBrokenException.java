package io.closedloop.lead.sealing;

/**
 * A sealed text does not open with the key that it should open with: it was changed, moved to another place, or sealed
 * under another key. It is never the sign of an erasure, which destroys the key and leaves nothing to open.
 */
public final class SealBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealBrokenException(String message) {
        super(message);
    }

    SealBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
