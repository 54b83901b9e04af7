package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;

/**
 * How many threads DuckDB works with: all of them for queries, and one while the writer has its transaction and no
 * query runs. A commit, with a checkpoint at times, is a task that any of the threads may take; if another thread takes
 * it, the writer's thread keeps a processor busy by asking whether the task is done.
 *
 * <p>Threads are never taken from a running query: DuckDB would wait for the end of their tasks, and let everybody else
 * wait too.
 */
final class QueryThreads {
    private final int all;
    private int queries;
    private boolean one;

    QueryThreads(int all) {
        this.all = all;
    }

    /** Leaves the writer one thread, unless there are queries. */
    synchronized void writes(DuckDBConnection writer) throws SQLException {
        if (all > 1 && queries == 0 && !one) {
            set(writer, 1);
            one = true;
        }
    }

    /** The writer is done. */
    synchronized void wrote(DuckDBConnection writer) throws SQLException {
        giveBack(writer);
    }

    /** A query begins, with all threads; {@link #asked} is owed, also after an exception. */
    synchronized void asks(DuckDBConnection reader) throws SQLException {
        queries++;
        giveBack(reader);
    }

    /** A query has ended. */
    synchronized void asked() {
        queries--;
    }

    private void giveBack(DuckDBConnection connection) throws SQLException {
        if (one) {
            set(connection, all);
            one = false;
        }
    }

    private static void set(DuckDBConnection connection, int threads) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + threads);
        }
    }
}
