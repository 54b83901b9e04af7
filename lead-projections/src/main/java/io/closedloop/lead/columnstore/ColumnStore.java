package io.closedloop.lead.columnstore;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * The read models of one instance: one writer, several readers, and the position up to which their rows are true.
 *
 * <p>Readers see what was committed, at one position for everything that they ask in one {@link #read}. The file is
 * opened again automatically when the column store says that it is damaged or invalid; it is then empty or old, and the
 * processor fills it.
 */
public final class ColumnStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnStore.class);

    private final ColumnStoreSettings settings;
    private final StoreFile file;
    /** Held by the thread whose transaction is open. */
    private final ReentrantLock writing = new ReentrantLock();

    private final ReentrantLock moving = new ReentrantLock();
    private final Condition moved = moving.newCondition();
    private final Condition wanted = moving.newCondition();
    /** How many wait for rows that are not there yet. */
    private int waiting;

    private Progress progress = Progress.NONE;
    private boolean closed;

    private DuckDBConnection connection;
    private QueryThreads threads;
    private @Nullable Progress uncommitted;
    private boolean lettersChanged;
    /** What projections remember of what they wrote; never ahead of the file. */
    private final Map<Class<?>, Object> remembered = new HashMap<>();

    private volatile DeadLetterCount letterCount;
    private volatile Readers readers;
    private volatile StoreTrouble trouble = StoreTrouble.NONE;

    private ColumnStore(ColumnStoreSettings settings, StoreSchema schema) throws SQLException {
        this.settings = settings;
        this.file = new StoreFile(settings, schema);
        this.connection = file.open();
        this.threads = new QueryThreads(settings.threads());
        this.readers = new Readers(connection, settings, threads);
        this.progress = progressOf(connection);
        this.letterCount = DeadLetters.count(connection);
    }

    /**
     * Opens the file of an instance, or creates it. A file that is damaged or has another schema is replaced by an
     * empty one.
     *
     * @throws ColumnStoreUnavailableException when another process has it open, or it can be neither opened nor created
     */
    public static ColumnStore open(ColumnStoreSettings settings, StoreSchema schema) {
        try {
            return new ColumnStore(settings, schema);
        } catch (SQLException e) {
            throw new ColumnStoreUnavailableException("the read models cannot be opened: " + settings.file(), e);
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

    /** Lets time go by, up to {@code atMost}, until somebody waits for rows that are not there yet. */
    void awaitSomebodyWaiting(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        moving.lockInterruptibly();
        try {
            while (waiting == 0 && left > 0 && !closed) {
                left = wanted.awaitNanos(left);
            }
        } finally {
            moving.unlock();
        }
    }

    boolean await(Predicate<Progress> condition, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        moving.lockInterruptibly();
        try {
            while (!condition.test(progress)) {
                if (left <= 0 || closed) {
                    return false;
                }
                waiting++;
                wanted.signalAll();
                try {
                    left = moved.awaitNanos(left);
                } finally {
                    waiting--;
                }
            }
            return true;
        } finally {
            moving.unlock();
        }
    }

    /**
     * Runs queries against what is committed now, all of them at one position, on one of the store's own threads.
     *
     * @throws ColumnStoreUnavailableException when no answer came in time, or the store cannot be read at the moment
     * @throws QuestionTooLargeException when there will never be an answer
     */
    public <T> T read(SnapshotQuery<T> query) {
        try {
            return readers.run(query);
        } catch (ColumnStoreUnavailableException e) {
            StoreTrouble found = StoreTrouble.of(e);
            if (found.compareTo(StoreTrouble.INVALIDATED) >= 0) {
                trouble = found;
            }
            throw e;
        }
    }

    /** Events that could not be written, first come first; empty when all is well. */
    public List<DeadLetter> deadLetters() {
        return read(snapshot -> snapshot.query(DeadLetters.SELECT + "ORDER BY position", List.of(), DeadLetters::read));
    }

    /** How many there are of them; asks nobody. */
    public DeadLetterCount deadLetterCount() {
        return letterCount;
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
     * @throws ColumnStoreUnavailableException when it cannot be, also when the file was found unusable and has just
     *     been opened again: what it then holds may be older than what the caller goes by
     */
    void begin() {
        writing.lock();
        try {
            if (writing.getHoldCount() > 1) {
                throw new IllegalStateException("the column store's transaction is open already");
            }
            if (closed) {
                throw new ColumnStoreUnavailableException("the read models are closed");
            }
            if (trouble != StoreTrouble.NONE) {
                openAgain();
                throw new ColumnStoreUnavailableException("the read models' file was opened again, at position %d"
                        .formatted(progress().position()));
            }
            uncommitted = null;
            lettersChanged = false;
            beginTransaction();
        } catch (SQLException | RuntimeException e) {
            writing.unlock();
            notice(e);
            throw new ColumnStoreUnavailableException("the read models cannot be written: " + e.getMessage(), e);
        }
    }

    void commit() {
        try {
            execute("COMMIT");
            endWriting();
            if (lettersChanged) {
                letterCount = DeadLetters.count(connection);
            }
            if (uncommitted != null) {
                publish(uncommitted);
            }
        } catch (SQLException e) {
            notice(e);
            rollbackQuietly();
            throw new ColumnStoreUnavailableException("the read models cannot be committed: " + e.getMessage(), e);
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
        return new DuckDbWriter(connection, remembered);
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

    /** The dead letters, to read them in the open transaction. */
    DeadLetters letters() {
        requireTransaction();
        return new DeadLetters(connection);
    }

    /** The dead letters, to change them in the open transaction. */
    DeadLetters changedLetters() {
        lettersChanged = true;
        return letters();
    }

    /** The streams that stand still because one of their events is parked. */
    Set<UUID> parkedStreams() throws SQLException {
        return lettersChanged || letterCount.parked() > 0 ? letters().streams() : Set.of();
    }

    /** Empties everything within the open transaction: the next event to write is the log's first. */
    void clear() throws SQLException {
        requireTransaction();
        file.clear(connection);
        uncommitted = Progress.NONE;
        lettersChanged = true;
    }

    /** The epoch of the log that it was filled under; empty where nobody has said. */
    Optional<String> filledUnder() throws SQLException {
        requireTransaction();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT epoch FROM filled_under")) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    /** Notes the epoch of the log that it is filled under. */
    void fillUnder(String epoch) throws SQLException {
        requireTransaction();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO filled_under VALUES (?)")) {
            insert.setString(1, epoch);
            insert.executeUpdate();
        }
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
        remembered.clear();
        if (trouble == StoreTrouble.DAMAGED) {
            file.setAside();
        }
        connection = file.open();
        threads = new QueryThreads(settings.threads());
        letterCount = DeadLetters.count(connection);
        // Before anybody reads: whoever has waited for a position must not be answered by a file that is not there yet.
        publish(progressOf(connection));
        readers = new Readers(connection, settings, threads);
        trouble = StoreTrouble.NONE;
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
        remembered.clear();
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // Nothing is lost by it: what is not committed is not there, and a broken connection is opened again.
            notice(e);
            LOG.debug("The read models' transaction was gone before it was rolled back", e);
        }
        endWriting();
    }

    private void beginTransaction() throws SQLException {
        threads.writes(connection);
        try {
            execute("BEGIN TRANSACTION");
        } catch (SQLException e) {
            endWriting();
            throw e;
        }
    }

    private void endWriting() {
        try {
            threads.wrote(connection);
        } catch (SQLException e) {
            // The next query, or the next transaction's end, tries again.
            notice(e);
            LOG.debug("The column store still works with one thread", e);
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
