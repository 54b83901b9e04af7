package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * What a failure says about the column store itself. DuckDB tells kinds of errors apart by the beginning of their
 * message only.
 */
enum StoreTrouble {
    /** Nothing: the statement or the data are at fault. */
    NONE,
    /** It has too little memory for so much at a time. */
    TOO_MUCH,
    /** It cannot work at the moment: no space, no memory, interrupted. */
    PASSING,
    /** The file was opened by another process. */
    IN_USE,
    /** This process has to open the file again. */
    INVALIDATED,
    /** The file is broken. */
    DAMAGED;

    private static final List<String> DAMAGE = List.of(
            "corrupt",
            "checksum",
            "not a valid duckdb database",
            "failure while replaying wal",
            "could not read enough bytes",
            "could not read enough bytes",
            "serialization error");
    private static final List<String> PASSING_KINDS =
            List.of("io error", "interrupt error", "connection error", "transactioncontext error", "transaction error");

    static StoreTrouble of(Throwable failure) {
        StoreTrouble worst = NONE;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || cause instanceof ColumnStoreUnavailableException) {
                StoreTrouble trouble =
                        ofMessage(String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT));
                worst = trouble.compareTo(worst) > 0 ? trouble : worst;
            }
            if (cause instanceof ColumnStoreUnavailableException && worst == NONE) {
                worst = PASSING;
            }
        }
        return worst;
    }

    private static StoreTrouble ofMessage(String message) {
        if (DAMAGE.stream().anyMatch(message::contains)) {
            return DAMAGED;
        }
        if (message.contains("fatal error") || message.contains("database has been invalidated")) {
            return INVALIDATED;
        }
        if (message.contains("could not set lock") || message.contains("conflicting lock")) {
            return IN_USE;
        }
        if (message.startsWith("out of memory error")) {
            return TOO_MUCH;
        }
        return PASSING_KINDS.stream().anyMatch(message::startsWith) || message.contains("connection was closed")
                ? PASSING
                : NONE;
    }
}
