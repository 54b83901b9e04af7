package io.closedloop.lead.columnstore;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read models of one instance: one writer, several readers, and the position that their rows are true for.
 *
 * <p>Readers see what was committed, at one position for all that they ask in one {@link #read}. The file is opened
 * again by itself when the column store says that it is damaged or invalid; it is then empty or old, and the processor
 * fills it.
 */
public final class ColumnStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnStore.class);

    private final ColumnStoreSettings settings;
    private final StoreFile file;
    /** Held by the thread whose transaction is open. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ReentrantLock moving = new ReentrantLock();
    private final Condition moved = moving.newCondition();
    private Progress progress = Progress.NONE;
    private boolean closed;

    private DuckDBConnection connection;
    private @Nullable Progress uncommitted;
    private volatile Readers readers;
    private volatile StoreTrouble trouble = StoreTrouble.NONE;

    private ColumnStore(ColumnStoreSettings settings, StoreSchema schema) throws SQLException {
        this.settings = settings;
        this.file = new StoreFile(settings, schema);
        this.connection = file.open();
        this.readers = new Readers(connection, settings);
        this.progress = progressOf(connection);
    }

    /**
     * Opens the file of an instance, or creates it. A file that is damaged or has another schema is replaced by an
     * empty one.
     *
     * @throws StoreUnavailableException when another process has it open, or it can be neither opened nor created
     */
    public static ColumnStore open(ColumnStoreSettings settings, StoreSchema schema) {
        try {
            return new ColumnStore(settings, schema);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the read models cannot be opened: " + settings.file(), e);
        }
    }

    /** How far the committed rows have come. */
    public Progress progress() {
        moving.lock();
        try {
            return progress;
        } finally {
            moving.unlock();
        }
    }

    /**
     * Waits until the rows of the event at {@code position} can be read.
     *
     * @return false when the time ran out before
     */
    public boolean awaitPosition(long position, Duration timeout) throws InterruptedException {
        return await(reached -> reached.position() >= position, timeout);
    }

    boolean await(Predicate<Progress> condition, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        moving.lockInterruptibly();
        try {
            while (!condition.test(progress)) {
                if (left <= 0 || closed) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            moving.unlock();
        }
    }

    /**
     * Runs queries against what is committed now, all of them at one position, on one of the store's own threads.
     *
     * @throws StoreUnavailableException when no answer came in time, or the store cannot be read at the moment
     */
    public <T> T read(SnapshotQuery<T> query) {
        try {
            return readers.run(query);
        } catch (StoreUnavailableException e) {
            StoreTrouble found = StoreTrouble.of(e);
            if (found.compareTo(StoreTrouble.INVALIDATED) >= 0) {
                trouble = found;
            }
            throw e;
        }
    }

    /** Events that could not be written, first come first; empty when all is well. */
    public List<DeadLetter> deadLetters() {
        return read(snapshot -> snapshot.query(
                """
                SELECT position, event_id, stream, type, epoch_us(recorded_at), cause
                FROM dead_letter
                ORDER BY position
                """,
                List.of(),
                row -> new DeadLetter(
                        row.getLong(1),
                        row.getString(2),
                        (UUID) row.getObject(3),
                        row.getString(4),
                        Micros.toInstant(row.getLong(5)),
                        row.getString(6))));
    }

    @Override
    public void close() {
        writing.lock();
        try {
            moving.lock();
            try {
                closed = true;
                moved.signalAll();
            } finally {
                moving.unlock();
            }
            closeConnections();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Opens the writer's transaction.
     *
     * @throws StoreUnavailableException when it cannot be, also when the file was found unusable and has just been
     *     opened again: what it then holds may be older than what the caller goes by
     */
    void begin() {
        writing.lock();
        try {
            if (writing.getHoldCount() > 1) {
                throw new IllegalStateException("the column store's transaction is open already");
            }
            if (closed) {
                throw new StoreUnavailableException("the read models are closed");
            }
            if (trouble != StoreTrouble.NONE) {
                openAgain();
                throw new StoreUnavailableException("the read models' file was opened again, at position %d"
                        .formatted(progress().position()));
            }
            uncommitted = null;
            execute("BEGIN TRANSACTION");
        } catch (SQLException | RuntimeException e) {
            writing.unlock();
            notice(e);
            throw new StoreUnavailableException("the read models cannot be written: " + e.getMessage(), e);
        }
    }

    void commit() {
        try {
            execute("COMMIT");
            if (uncommitted != null) {
                publish(uncommitted);
            }
        } catch (SQLException e) {
            notice(e);
            rollbackQuietly();
            throw new StoreUnavailableException("the read models cannot be committed: " + e.getMessage(), e);
        } finally {
            uncommitted = null;
            writing.unlock();
        }
    }

    void rollback() {
        try {
            rollbackQuietly();
        } finally {
            uncommitted = null;
            writing.unlock();
        }
    }

    /** The writer, for the thread that has the transaction open. */
    DuckDbWriter writer() {
        requireTransaction();
        return new DuckDbWriter(connection, progressInTransaction());
    }

    /** The progress as this transaction sees it. */
    Progress progressInTransaction() {
        requireTransaction();
        return uncommitted != null ? uncommitted : progress();
    }

    void advanceTo(Progress reached) throws SQLException {
        requireTransaction();
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE progress SET position = ?, event_id = ?, recorded_at = make_timestamp(?)")) {
            update.setLong(1, reached.position());
            update.setString(2, reached.eventId());
            if (reached.recordedAt() == null) {
                update.setObject(3, null);
            } else {
                update.setLong(3, Micros.of(reached.recordedAt()));
            }
            update.executeUpdate();
        }
        uncommitted = reached;
    }

    void park(DeadLetter letter) throws SQLException {
        requireTransaction();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO dead_letter VALUES (?, ?, ?, ?, make_timestamp(?), ?)")) {
            insert.setLong(1, letter.position());
            insert.setString(2, letter.eventId());
            insert.setObject(3, letter.stream());
            insert.setString(4, letter.type());
            insert.setLong(5, Micros.of(letter.recordedAt()));
            insert.setString(6, letter.cause());
            insert.executeUpdate();
        }
    }

    /** The streams whose events are parked. */
    Set<UUID> parkedStreams() throws SQLException {
        var parked = new HashSet<UUID>();
        writer().query("SELECT DISTINCT stream FROM dead_letter", row -> parked.add((UUID) row.getObject(1)));
        return parked;
    }

    /** Empties everything within the open transaction: the next event to write is the log's first. */
    void clear() throws SQLException {
        requireTransaction();
        file.clear(connection);
        uncommitted = Progress.NONE;
    }

    /** Takes note of a failure that only opening the file again can cure; the next transaction does so. */
    void notice(Throwable failure) {
        StoreTrouble found = StoreTrouble.of(failure);
        if (found.compareTo(StoreTrouble.INVALIDATED) >= 0) {
            LOG.warn("The read models' file has to be opened again: {}", failure.getMessage());
            trouble = found;
        }
    }

    private void openAgain() throws SQLException {
        closeConnections();
        if (trouble == StoreTrouble.DAMAGED) {
            file.setAside();
        }
        connection = file.open();
        readers = new Readers(connection, settings);
        trouble = StoreTrouble.NONE;
        publish(progressOf(connection));
    }

    private void publish(Progress reached) {
        moving.lock();
        try {
            progress = reached;
            moved.signalAll();
        } finally {
            moving.unlock();
        }
    }

    private void closeConnections() {
        readers.close();
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The read models' file was not closed cleanly", e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void rollbackQuietly() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // Nothing is lost by it: what is not committed is not there, and a broken connection is opened again.
            notice(e);
            LOG.debug("The read models' transaction was gone before it was rolled back", e);
        }
    }

    private void requireTransaction() {
        if (!writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("this needs the column store's transaction to be open");
        }
    }

    static Progress progressOf(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT position, event_id, epoch_us(recorded_at) FROM progress")) {
            if (!row.next()) {
                throw new SQLException("corrupt: the table progress is empty");
            }
            long position = row.getLong(1);
            return position == 0
                    ? Progress.NONE
                    : new Progress(position, row.getString(2), Micros.toInstant(row.getLong(3)));
        }
    }
}
