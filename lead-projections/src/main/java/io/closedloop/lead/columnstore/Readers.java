package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads with a connection each. A native call pins its thread, so queries run here and not on their caller's
 * thread, which may be a virtual one.
 *
 * <p>DuckDB parses and plans a statement by recursion, on the thread that sends it, and a stack that is too small ends
 * the whole process. So the depth of statements is bounded, and the stack is many times as large as that depth needs.
 */
final class Readers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

    /** How deep expressions and joins may lie in each other; what the service itself asks needs a third of it. */
    static final int DEEPEST = 200;

    /** In bytes. Statements of that depth were answered on half a megabyte, and broke a quarter. */
    private static final long STACK = 16L << 20;

    private final ExecutorService threads;
    private final List<DuckDBConnection> connections = new ArrayList<>();
    private final BlockingQueue<DuckDBConnection> idle = new LinkedBlockingQueue<>();
    private final ColumnStoreSettings settings;
    private final QueryThreads workers;
    /** Shared by all queries but one that has to be alone. */
    private final ReentrantReadWriteLock memory = new ReentrantReadWriteLock();

    Readers(DuckDBConnection writer, ColumnStoreSettings settings, QueryThreads workers) throws SQLException {
        this.settings = settings;
        this.workers = workers;
        for (int i = 0; i < settings.readers(); i++) {
            DuckDBConnection connection = writer.duplicate();
            connections.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET max_expression_depth = " + DEEPEST);
            }
        }
        idle.addAll(connections);
        threads = Executors.newFixedThreadPool(
                settings.readers(),
                Thread.ofPlatform()
                        .name("read-models-", 1)
                        .stackSize(STACK)
                        .daemon()
                        .factory());
    }

    <T> T run(SnapshotQuery<T> query) {
        var running = new Running();
        Future<T> answer;
        try {
            answer = threads.submit(() -> ask(query, running));
        } catch (RejectedExecutionException e) {
            throw new ColumnStoreUnavailableException("the read models are being opened or closed; try again", e);
        }
        try {
            return answer.get(settings.queryTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp(answer, running);
            throw new ColumnStoreUnavailableException("the query took longer than " + settings.queryTimeout(), e);
        } catch (InterruptedException e) {
            giveUp(answer, running);
            Thread.currentThread().interrupt();
            throw new ColumnStoreUnavailableException("the query was interrupted", e);
        } catch (CancellationException e) {
            throw new ColumnStoreUnavailableException("the read models were closed during the query", e);
        } catch (ExecutionException e) {
            throw asUnchecked(e);
        }
    }

    private static RuntimeException asUnchecked(ExecutionException failure) {
        return switch (failure.getCause()) {
            case SQLException e
            when isTooDeep(e) ->
                new QuestionTooLargeException(
                        "the question needs a statement that is nested too deep; ask for less", e);
            case SQLException e
            when StoreTrouble.of(e) == StoreTrouble.NONE ->
                new IllegalStateException("a query of the read models is wrong", e);
            case SQLException e ->
                new ColumnStoreUnavailableException("the read models cannot be read: " + e.getMessage(), e);
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException(failure);
        };
    }

    /** The one is said by DuckDB's binder, the other by its parser, of what is deeper still. */
    private static boolean isTooDeep(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Max expression depth") || message.startsWith("Parser Error: memory exhausted");
    }

    private static void giveUp(Future<?> answer, Running running) {
        // Without an interrupt: one that arrives in a native call would be left for the next query of that thread.
        answer.cancel(false);
        running.cancel();
    }

    private <T> T ask(SnapshotQuery<T> query, Running running) throws SQLException {
        try {
            return ask(query, running, memory.readLock());
        } catch (SQLException e) {
            if (StoreTrouble.of(e) != StoreTrouble.TOO_MUCH) {
                throw e;
            }
            LOG.debug("A query is asked again, alone, because there was too little memory for it beside others", e);
        }
        try {
            return ask(query, running, memory.writeLock());
        } catch (SQLException e) {
            if (StoreTrouble.of(e) != StoreTrouble.TOO_MUCH) {
                throw e;
            }
            throw new QuestionTooLargeException(
                    "the question takes more than the %d MB of memory that the read models have; ask for less: a shorter period, fewer groups or filters"
                            .formatted(settings.memoryMegabytes()),
                    e);
        }
    }

    private <T> T ask(SnapshotQuery<T> query, Running running, Lock share) throws SQLException {
        DuckDBConnection connection = idle.remove();
        share.lock();
        try {
            workers.asks(connection);
            try (Statement transaction = connection.createStatement()) {
                transaction.execute("BEGIN TRANSACTION");
                try {
                    return query.ask(new Snapshot(connection, running));
                } finally {
                    transaction.execute("ROLLBACK");
                }
            }
        } finally {
            workers.asked();
            idle.add(connection);
            share.unlock();
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(settings.queryTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A query is still running while the read models are closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (DuckDBConnection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("A reader's connection was not closed cleanly", e);
            }
        }
    }
}
