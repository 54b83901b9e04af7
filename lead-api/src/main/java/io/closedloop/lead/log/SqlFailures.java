package io.closedloop.lead.log;

import java.sql.SQLException;

/** Tells whether a failed statement is the entry's fault or the database's. */
public final class SqlFailures {
    private SqlFailures() {}

    /**
     * Whether the values of a statement were refused: data (22), constraints (23), limits of size (54). Everything else
     * is the database's trouble, not the entry's.
     */
    static boolean refusesTheEntry(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (SQLException each = sql; each != null; each = each.getNextException()) {
                    String state = each.getSQLState();
                    if (state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * What went wrong, without a word of the database's own messages: they quote the values of the statement that
     * failed, and no personal data may reach a log line or an answer.
     */
    public static String describe(Throwable failure) {
        var chain = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            chain.append(chain.isEmpty() ? "" : ", caused by ")
                    .append(cause.getClass().getSimpleName());
            if (cause instanceof SQLException sql) {
                chain.append(" (SQLState ")
                        .append(sql.getSQLState())
                        .append(", code ")
                        .append(sql.getErrorCode())
                        .append(')');
            }
        }
        return chain.toString();
    }
}
