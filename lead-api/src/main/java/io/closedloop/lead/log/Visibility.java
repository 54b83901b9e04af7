package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far readers may read the log. On PostgreSQL a commit is durable, so everything committed is visible. On H2 a
 * commit becomes durable with the next sync of the file, so only what was synced is visible. There is one per database
 * and process, shared by its appenders and readers.
 */
public final class Visibility {
    private static final Logger LOG = LoggerFactory.getLogger(Visibility.class);

    private final Dialect dialect;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private final List<Consumer<LogHead>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong provenBatch = new AtomicLong(-1);
    private volatile LogHead head;

    private Visibility(Dialect dialect, LogHead head) {
        this.dialect = dialect;
        this.head = head;
    }

    /**
     * Finds out how far the log can be read now. On H2 it is synced first: what a killed process left unsynced in the
     * file is read from now on, so it has to stay.
     *
     * @throws SQLException when the database cannot be reached or the file not synced
     */
    public static Visibility of(DataSource dataSource) throws SQLException {
        Dialect dialect = Dialect.of(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            LogHeadRow.ensureEpoch(connection);
            LogHead head = LogHeadRow.read(connection);
            if (dialect == Dialect.H2) {
                sync(connection);
            }
            return new Visibility(dialect, head);
        }
    }

    /** Makes every transaction that this H2 database has committed so far durable. */
    public static void sync(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("checkpoint sync");
        }
    }

    Dialect dialect() {
        return dialect;
    }

    /** The last position that may be read; on PostgreSQL no bound is needed and this is {@link Long#MAX_VALUE}. */
    public long lastPosition() {
        return dialect == Dialect.H2 ? head.position() : Long.MAX_VALUE;
    }

    /**
     * The last transaction whose rows may be read; on PostgreSQL no bound is needed and this is {@link Long#MAX_VALUE}.
     */
    public long lastBatch() {
        return dialect == Dialect.H2 ? head.batch() : Long.MAX_VALUE;
    }

    /**
     * The last transaction that is known to stay. PostgreSQL shows a transaction before its standby has it, so there it
     * is the last one that this process had a commit of its own acknowledged for, or after; -1 before the first. On H2
     * it is the last one that was synced.
     */
    public long lastProvenBatch() {
        return dialect == Dialect.H2 ? head.batch() : provenBatch.get();
    }

    /** Whether what was read under the log's lock may be told only after a commit of one's own. */
    boolean needsProof(LogHead read) {
        return dialect == Dialect.POSTGRESQL && read.batch() > provenBatch.get();
    }

    /** Says that a commit with this head, or after it, was acknowledged to this process. */
    void prove(LogHead acknowledged) {
        provenBatch.accumulateAndGet(acknowledged.batch(), Math::max);
    }

    /** The last head that this process knows as durable. On PostgreSQL other instances may be further. */
    LogHead known() {
        return head;
    }

    /**
     * Refuses a log that ends before what this process knows as durable, as after a server was restored or replaced
     * under a running service: to append to it would give away positions and versions that others have seen already.
     *
     * @param found the head as the database has it
     */
    void requireNotBehind(LogHead found) {
        LogHead durable = head;
        if (found.batch() < durable.batch()) {
            LOG.error(
                    "The log ends at position {}, but it was durable up to position {}: the database has lost what was"
                            + " acknowledged. Nothing more is stored; stop the service and put the right database back",
                    found.position(),
                    durable.position());
            throw new IllegalStateException("the log ends before what was acknowledged");
        }
    }

    /**
     * Calls somebody whenever this process has stored something that can now be read. Called on the appender's thread,
     * so it must be quick; what it throws is dropped.
     */
    public void onRaised(Consumer<LogHead> listener) {
        listeners.add(listener);
    }

    /** Says that everything up to the given head is durable. A head that is behind is passed over. */
    void raise(LogHead durable) {
        lock.lock();
        try {
            if (durable.batch() < head.batch()
                    || (durable.batch() == head.batch() && !durable.recordedAt().isAfter(head.recordedAt()))) {
                return;
            }
            head = durable;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
        for (Consumer<LogHead> listener : listeners) {
            try {
                listener.accept(durable);
            } catch (RuntimeException e) {
                LOG.warn("A listener to the log's head failed", e);
            }
        }
    }

    /**
     * Waits until the given transaction is durable, so that what was read of it may be told.
     *
     * @throws StoreUnavailableException when that takes longer than {@code atMost}
     */
    void awaitDurable(long batch, Duration atMost) {
        if (lastBatch() >= batch) {
            return;
        }
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (head.batch() < batch) {
                if (left <= 0) {
                    throw new StoreUnavailableException(
                            "the database's file was not synced within %s; try again later".formatted(atMost),
                            Duration.ofSeconds(1));
                }
                left = raised.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "interrupted while waiting for the database's file to be synced", Duration.ofSeconds(1));
        } finally {
            lock.unlock();
        }
    }
}
