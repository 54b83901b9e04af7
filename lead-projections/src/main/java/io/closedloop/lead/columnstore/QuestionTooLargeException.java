package io.closedloop.lead.columnstore;

/**
 * A query that the column store cannot answer, however often it is asked: it is too long, too deep, or does not fit
 * into memory.
 */
public final class QuestionTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is too large, and what can be done about it; for whoever asked */
    public QuestionTooLargeException(String message) {
        super(message);
    }

    QuestionTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }
}
