package io.closedloop.lead.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded database: one file in the data directory, opened so that it stays small while it runs, and compacted
 * when it stops.
 */
public final class H2Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(H2Database.class);
    private static final String FILE = "closedloop";
    private static final int CONNECTIONS = 16;
    private static final String USER = "sa";
    private static final String PASSWORD = "";

    /**
     * Rewriting the whole file takes about two seconds per 100,000 events; more events than this per second of budget
     * are not rewritten.
     */
    private static final long EVENTS_REWRITTEN_PER_SECOND = 25_000;

    private final HikariDataSource dataSource;
    private final Duration stopBudget;
    private final HighWaterMark mark;

    private H2Database(HikariDataSource dataSource, Duration stopBudget, HighWaterMark mark) {
        this.dataSource = dataSource;
        this.stopBudget = stopBudget;
        this.mark = mark;
    }

    /**
     * Opens the file, or makes it.
     *
     * @param directory where the file lies
     * @param stopBudget how long compacting may take when it stops
     * @throws DatabaseFileException when the file is damaged, or lacks events that the directory is known to have held
     */
    public static H2Database open(Path directory, Duration stopBudget) {
        return open("file:", directory, stopBudget);
    }

    /** @param fileSystem the prefix of H2's file system to use */
    static H2Database open(String fileSystem, Path directory, Duration stopBudget) {
        var mark = new HighWaterMark(directory);
        Path file = directory.resolve(FILE + ".mv.db").toAbsolutePath();
        mark.read().ifPresent(_ -> requireThere(file, mark));
        var config = new HikariConfig();
        config.setPoolName("log");
        config.setJdbcUrl("jdbc:h2:" + fileSystem
                + directory.resolve(FILE).toAbsolutePath().toString().replace(";", "\\;")
                + String.join(
                        "",
                        // The service closes it in its own order, after the appender has stopped.
                        ";DB_CLOSE_ON_EXIT=FALSE",
                        ";DB_CLOSE_DELAY=-1",
                        ";LOCK_TIMEOUT=3000",
                        // Space that was given up is used again after a second instead of 45: every transaction is
                        // synced, so nothing
                        // that a power failure could bring back refers to it by then.
                        ";RETENTION_TIME=1000",
                        ";QUERY_CACHE_SIZE=64",
                        ";MAX_COMPACT_TIME=" + stopBudget.toMillis()));
        config.setUsername(USER);
        config.setPassword(PASSWORD);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(3_000);
        config.setExceptionOverrideClassName(ConnectionsOfAClosedDatabase.class.getName());
        try {
            var database = new H2Database(new HikariDataSource(config), stopBudget, mark);
            mark.read().ifPresent(position -> database.requirePosition(position, file));
            return database;
        } catch (HikariPool.PoolInitializationException e) {
            throw new DatabaseFileException(
                    ("the database file %s cannot be opened (%s); if it is damaged, keep it, and put one from a backup"
                                    + " in its place")
                            .formatted(file, SqlFailures.describe(e)),
                    e);
        }
    }

    /** H2 would make a new database of a file that is missing or empty. */
    private static void requireThere(Path file, HighWaterMark mark) {
        try {
            if (Files.exists(file) && Files.size(file) > 0) {
                return;
            }
        } catch (IOException e) {
            throw new DatabaseFileException("the database file %s cannot be read: %s".formatted(file, e), e);
        }
        throw new DatabaseFileException(
                ("the database file %s is missing or empty, but this directory held a log; put the file back from a backup,"
                                + " or remove %s to begin with an empty log")
                        .formatted(file, mark.file()));
    }

    private void requirePosition(long marked, Path file) {
        long position = 0;
        SQLException unreadable = null;
        try (Connection connection = dataSource.getConnection()) {
            position = LogHeadRow.read(connection).position();
        } catch (SQLException e) {
            unreadable = e;
        }
        if (position >= marked && unreadable == null) {
            return;
        }
        dataSource.close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // Leaves the file as it is for whoever can save more of it.
            statement.execute("shutdown immediately");
        } catch (SQLException e) {
            LOG.warn("The database could not be let go of: {}", SqlFailures.describe(e));
        }
        throw new DatabaseFileException(
                ("the log in %s ends at position %d, but this directory held it up to position %d: the file is damaged, or"
                                + " is an older one; put the right one in its place, or remove %s to go on with this one")
                        .formatted(file, position, marked, mark.file()),
                unreadable);
    }

    /** Says that the log is durable up to a head. */
    void noteDurable(LogHead head) {
        mark.noteNowAndThen(head.position());
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    /**
     * Brings the database back after it failed, as on a full disk. H2 keeps a database whose file it could not write,
     * and answers nothing but that error from then on: it is shut down as if the process had been killed, and the next
     * connection opens the file again. What was synced is there then.
     */
    void reopen() {
        try (Connection connection = connect()) {
            try {
                Visibility.sync(connection);
            } catch (SQLException broken) {
                LOG.warn("The database is broken and is opened again: {}", SqlFailures.describe(broken));
                try (Statement statement = connection.createStatement()) {
                    statement.execute("shutdown immediately");
                }
            }
        } catch (SQLException e) {
            LOG.warn("The database cannot be opened: {}", SqlFailures.describe(e));
            if (e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                // Opening failed before, and H2 left its channel to the file behind, with the lock. Only the channel's
                // cleaner closes it.
                System.gc();
            }
        }
        dataSource.getHikariPoolMXBean().softEvictConnections();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(dataSource.getJdbcUrl(), USER, PASSWORD);
    }

    /**
     * Closes the file. A log that can be rewritten within the budget is rewritten as small as it gets; of a larger one,
     * as much is compacted as the budget allows, and the rest at later stops.
     */
    @Override
    public void close() {
        // The pool goes first: its connections would otherwise be found broken. The database itself stays open until it
        // is told.
        dataSource.close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            long position = LogHeadRow.read(connection).position();
            boolean small = position <= EVENTS_REWRITTEN_PER_SECOND * stopBudget.toSeconds();
            statement.execute(small ? "shutdown compact" : "shutdown");
            mark.note(position);
        } catch (SQLException e) {
            LOG.warn(
                    "The database was not closed cleanly and repairs itself at the next start: {}",
                    SqlFailures.describe(e));
        }
    }
}
