package io.closedloop.lead.columnstore;

/** The read models cannot be asked, or not in time; trying again later may work. */
public final class ColumnStoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ColumnStoreUnavailableException(String message) {
        super(message);
    }

    public ColumnStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
