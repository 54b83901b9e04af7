package io.closedloop.lead.log.h2;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.LogHeadRow;
import io.closedloop.lead.log.SqlFailures;
import io.closedloop.lead.log.Visibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * The embedded database: one file in the data directory, opened so that it stays small while it runs, and compacted
 * when it stops.
 */
public final class H2Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(H2Database.class);
    private static final String FILE = "closedloop";
    private static final int CONNECTIONS = 16;
    private static final int LOGIN_SECONDS = 5;
    private static final String USER = "sa";
    private static final String PASSWORD = "";

    /**
     * Rewriting the whole file takes about two seconds per 100,000 events; more events than this per second of budget
     * are not rewritten.
     */
    private static final long EVENTS_REWRITTEN_PER_SECOND = 25_000;

    private final Path file;
    private final String location;
    private final Duration stopBudget;
    private final HighWaterMark mark;
    private final HikariDataSource dataSource;
    private final Housekeeping housekeeping;
    private volatile FileLease lease = FileLease.begin();

    private H2Database(String fileSystem, Path directory, Duration stopBudget, HighWaterMark mark) {
        this.file = directory.resolve(FILE + ".mv.db").toAbsolutePath();
        this.location = fileSystem
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
                        // The thread that commits writes, and learns of a failure; see Housekeeping.
                        ";WRITE_DELAY=0",
                        ";QUERY_CACHE_SIZE=64",
                        // What fails is told to whoever asked; a file of traces would take a full disk's last bytes.
                        ";TRACE_LEVEL_FILE=0",
                        ";MAX_COMPACT_TIME=" + stopBudget.toMillis());
        this.stopBudget = stopBudget;
        this.mark = mark;
        this.dataSource = pool();
        this.housekeeping = Housekeeping.start(dataSource, this::reopenIfBroken);
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
        mark.read()
                .ifPresent(_ -> requireThere(directory.resolve(FILE + ".mv.db").toAbsolutePath(), mark));
        var database = new H2Database(fileSystem, directory, stopBudget, mark);
        mark.read().ifPresent(database::requirePosition);
        return database;
    }

    /**
     * The database of a service that does not run, to be looked at: nothing in it, and nothing about it, is changed.
     *
     * @param directory where the file lies
     * @throws DatabaseFileException when there is none
     */
    public static DataSource readOnly(Path directory) {
        Path file = directory.resolve(FILE + ".mv.db").toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new DatabaseFileException(
                    "there is no database file %s; set closedloop.data-dir to the data directory of a service"
                            .formatted(file));
        }
        return new SimpleDriverDataSource(
                new Driver(),
                "jdbc:h2:file:"
                        + directory.resolve(FILE).toAbsolutePath().toString().replace(";", "\\;")
                        + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0",
                USER,
                PASSWORD);
    }

    private HikariDataSource pool() {
        var config = new HikariConfig();
        config.setPoolName("log");
        config.setDataSource(new UnderLease());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(3_000);
        config.setExceptionOverrideClassName(ConnectionsOfAClosedDatabase.class.getName());
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            lease.end();
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

    private void requirePosition(long marked) {
        long position = 0;
        SQLException unreadable = null;
        try (Connection connection = dataSource.getConnection()) {
            position = LogHeadRow.position(connection);
        } catch (SQLException e) {
            unreadable = e;
        }
        if (position >= marked && unreadable == null) {
            return;
        }
        // Leaves the file as it is for whoever can save more of it.
        housekeeping.close();
        FileLease refused = lease;
        refused.end();
        dataSource.close();
        forget(refused);
        throw new DatabaseFileException(
                ("the log in %s ends at position %d, but this directory held it up to position %d: the file is damaged, or"
                                + " is an older one; put the right one in its place, or remove %s to go on with this one")
                        .formatted(file, position, marked, mark.file()),
                unreadable);
    }

    /** Says that the log is durable up to a head. */
    public void noteDurable(LogHead head) {
        mark.noteNowAndThen(head.position());
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    /**
     * Brings the database back after it failed, as on a full disk. H2 keeps a database whose file it could not write,
     * and answers nothing but that error from then on: its lease is taken away, which leaves the file as if the process
     * had been killed, and the file is opened again under a new one. What was synced is there then.
     */
    public synchronized void reopen() {
        FileLease failed = lease;
        if (!failed.inForce() || !answers()) {
            failed.end();
            lease = FileLease.begin();
            forget(failed);
        }
        dataSource.getHikariPoolMXBean().softEvictConnections();
    }

    private void reopenIfBroken() {
        if (!lease.inForce()) {
            reopen();
        }
    }

    private boolean answers() {
        try (Connection connection = connect(lease)) {
            Visibility.sync(connection);
            return true;
        } catch (SQLException broken) {
            LOG.warn("The database is broken and is opened again: {}", SqlFailures.describe(broken));
            return false;
        }
    }

    /** Has H2 give up the memory of a database that has lost its lease; nothing depends on it. */
    private void forget(FileLease ended) {
        // H2 may wait long for what it has under way itself.
        Thread.ofPlatform().name("h2-forgets").daemon(true).start(() -> {
            try (Connection connection = connect(ended);
                    Statement statement = connection.createStatement()) {
                statement.execute("shutdown immediately");
            } catch (SQLException e) {
                LOG.debug("The broken database is gone already", e);
            }
        });
    }

    /**
     * Copies the database into a ZIP file while commands go on. It holds all that was durable when it began, and what
     * was stored meanwhile up to some transaction.
     *
     * @param zip where to; replaced if it is there
     * @param breakingOff given what breaks the copy off, from any thread
     * @return the position up to which it holds everything, at least
     * @throws SQLException when it cannot be copied, or is broken off; what there is of the file is of no use then
     */
    public long backUp(Path zip, Consumer<Runnable> breakingOff) throws SQLException {
        FileLease copying = FileLease.begin();
        breakingOff.accept(copying::end);
        try {
            return backUp(LeasedPath.prefix(copying) + "file:" + zip.toAbsolutePath());
        } finally {
            copying.end();
        }
    }

    private long backUp(String zip) throws SQLException {
        long[] position = new long[1];
        housekeeping.undisturbed(() -> {
            try (Connection connection = connect(lease);
                    PreparedStatement backup = connection.prepareStatement("backup to ?")) {
                // What is committed is in the file, and the copy begins now.
                Visibility.sync(connection);
                position[0] = LogHeadRow.position(connection);
                backup.setString(1, zip);
                backup.execute();
            }
        });
        return position[0];
    }

    /** How large the file is. */
    public long bytes() throws IOException {
        return Files.size(file);
    }

    private Connection connect(FileLease under) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:" + LeasedPath.prefix(under) + location, USER, PASSWORD);
    }

    /**
     * Closes the file. A log that can be rewritten within the budget is rewritten as small as it gets; of a larger one,
     * as much is compacted as the budget allows, and the rest at later stops.
     */
    @Override
    public void close() {
        housekeeping.close();
        // The pool goes first: its connections would otherwise be found broken. The database itself stays open until it
        // is told.
        dataSource.close();
        try (Connection connection = connect(lease);
                Statement statement = connection.createStatement()) {
            long position = LogHeadRow.position(connection);
            boolean small = position <= EVENTS_REWRITTEN_PER_SECOND * stopBudget.toSeconds();
            statement.execute(small ? "shutdown compact" : "shutdown");
            mark.note(position);
        } catch (SQLException e) {
            LOG.warn(
                    "The database was not closed cleanly and repairs itself at the next start: {}",
                    SqlFailures.describe(e));
        } finally {
            lease.end();
        }
    }

    /** Connections under the lease that is in force when they are made. */
    private final class UnderLease extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return connect(lease);
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }

        /** So long the pool waits, when it is closed, for connections that are being made. */
        @Override
        public int getLoginTimeout() {
            return LOGIN_SECONDS;
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // H2 knows of none.
        }
    }
}
