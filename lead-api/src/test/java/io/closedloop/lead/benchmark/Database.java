package io.closedloop.lead.benchmark;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL server of the benchmark's own, which waits for the disk as a real one does. */
final class Database implements AutoCloseable {
    private static final String USER = "postgres";
    /** Of 16 MB each: as many as the largest part fills between two checkpoints. */
    private static final int LOG_FILES = 256;

    private final EmbeddedPostgres server;

    private Database(EmbeddedPostgres server) {
        this.server = server;
    }

    /** @param directory for its files; a cluster that is there already is used again */
    static Database start(Path directory) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(directory.toFile())
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(2))
                // The library turns these off, for tests.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                // As docs/operations.md advises: hashes and ids of leads are all over their indexes.
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("min_wal_size", "8GB")
                .start();
        var database = new Database(server);
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = database.text(USER, "show " + setting);
            if (!value.equals("on")) {
                database.close();
                throw new IllegalStateException("PostgreSQL runs with %s=%s".formatted(setting, value));
            }
        }
        database.makeLogFiles();
        return database;
    }

    /**
     * Makes the files of the server's log beforehand. A server that has been at work writes over those that it has; a
     * new one makes one whenever 16 MB are full, and whoever commits then waits for it.
     */
    private void makeLogFiles() {
        for (int i = 0; i < LOG_FILES; i++) {
            run(USER, "select pg_logical_emit_message(true, '', ''); select pg_switch_wal()");
        }
        run(USER, "checkpoint");
    }

    int port() {
        return server.getPort();
    }

    String version() {
        return text(USER, "show server_version");
    }

    /** Makes a database, unless it is there. */
    void make(String name) {
        if (text(USER, "select count(*) from pg_database where datname = '" + name + "'")
                .equals("0")) {
            run(USER, "create database " + name);
        }
    }

    /** Makes an empty database, whatever was there. */
    void makeAnew(String name) {
        run(USER, "drop database if exists " + name);
        make(name);
    }

    Connection connect(String name) throws SQLException {
        return DriverManager.getConnection(url(name), USER, "");
    }

    void run(String name, String sql) {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one number that a query answers with. */
    long number(String name, String sql) {
        return Long.parseLong(text(name, sql));
    }

    /** Bytes of a whole database on disk, indexes and all. */
    long bytes(String name) {
        return number(USER, "select pg_database_size('" + name + "')");
    }

    /** What a service is told to use one of the databases. */
    List<String> settings(String name) {
        return List.of(
                "--spring.profiles.active=postgres",
                "--spring.datasource.url=" + url(name),
                "--spring.datasource.username=" + USER,
                "--spring.datasource.password=none");
    }

    private String text(String name, String sql) {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private String url(String name) {
        return "jdbc:postgresql://localhost:%d/%s".formatted(port(), name);
    }

    @Override
    public void close() {
        // The library gives the server five seconds, which are not enough for everything that is not yet on the disk.
        run(USER, "checkpoint");
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
