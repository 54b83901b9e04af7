package io.closedloop.lead.sealing;

/** The database did not give the subjects' keys. Trying again later may help. */
public final class SubjectKeysUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SubjectKeysUnavailableException(Throwable cause) {
        super("the subjects' keys cannot be read from the database: " + cause.getMessage(), cause);
    }
}
