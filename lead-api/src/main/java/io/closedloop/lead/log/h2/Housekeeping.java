package io.closedloop.lead.log.h2;

import io.closedloop.lead.log.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the embedded database's file small during writes: it moves live data out of chunks that are mostly given up, so
 * that their space can be used again. It also opens the file again after a failure.
 *
 * <p>H2's own background writer does the same, but every write then has to go through its threads. Writes that are
 * queued there behind a failed one are still written, or waited for without end. So H2 runs without that writer, and
 * the thread that commits writes.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * Percent of the chunks' bytes that are to be in use. At 85 a file is half as large, and housekeeping takes a
     * quarter of a processor from the commands.
     */
    private static final int FILL_RATE = 60;

    /** As many bytes are moved at once; nobody can commit meanwhile. */
    private static final int STEP_BYTES = 1_000_000;

    private final DataSource dataSource;
    private final Runnable reopeningIfBroken;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("h2-housekeeping").daemon(true).factory());

    // Only the timer's own thread.
    private long writesSeen;

    private Housekeeping(DataSource dataSource, Runnable reopeningIfBroken) {
        this.dataSource = dataSource;
        this.reopeningIfBroken = reopeningIfBroken;
    }

    /**
     * @param reopeningIfBroken opens a broken database again: commands may be turned away before they get to whoever
     *     stores them and would notice
     */
    static Housekeeping start(DataSource dataSource, Runnable reopeningIfBroken) {
        var housekeeping = new Housekeeping(dataSource, reopeningIfBroken);
        Future<?> _ = housekeeping.timer.scheduleWithFixedDelay(
                housekeeping::keep, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return housekeeping;
    }

    /**
     * Runs something while the file is not rearranged.
     *
     * @throws SQLException what it throws
     */
    void undisturbed(Quiet quiet) throws SQLException {
        try {
            timer.submit(() -> {
                        quiet.run();
                        return true;
                    })
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        } catch (ExecutionException e) {
            throw new SQLException(SqlFailures.describe(e), e);
        }
    }

    /** What is run meanwhile. */
    interface Quiet {
        void run() throws SQLException;
    }

    private void keep() {
        try {
            reopeningIfBroken.run();
            MVStore store = store();
            // What was committed and nobody asked to have synced.
            store.tryCommit();
            FileStore<?> file = store.getFileStore();
            // A file that nobody writes is left alone: each step of its own would be a reason for the next one.
            if (file.getWriteCount() != writesSeen && file.getChunksFillRate() < FILL_RATE) {
                store.compact(FILL_RATE, STEP_BYTES);
                store.tryCommit();
            }
            writesSeen = file.getWriteCount();
        } catch (SQLException | MVStoreException e) {
            // The next entry finds the same; the next round opens the database again.
            LOG.debug("The database could not be kept small", e);
        } catch (RuntimeException e) {
            LOG.warn("The database could not be kept small", e);
        }
    }

    private MVStore store() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            return session.getDatabase().getStore().getMvStore();
        }
    }

    /** Lets running work end. */
    @Override
    public void close() {
        timer.close();
    }
}
