package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statement that a reader is running, so that a waiting caller can cancel it. */
final class Running {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private @Nullable Statement statement;
    private boolean cancelled;

    synchronized void start(Statement started) throws SQLException {
        if (cancelled) {
            throw new SQLException("INTERRUPT Error: the query was given up before it began");
        }
        statement = started;
    }

    synchronized void end() {
        statement = null;
    }

    synchronized void cancel() {
        cancelled = true;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.debug("A query could not be cancelled; it ends by itself", e);
            }
        }
    }
}
