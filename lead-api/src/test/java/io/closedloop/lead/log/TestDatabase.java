package io.closedloop.lead.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.closedloop.lead.log.h2.H2Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A database of its own with the log's tables, on the real engine. */
public final class TestDatabase implements AutoCloseable {
    private static final String LATEST = "latest";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HikariDataSource dataSource;
    private final Runnable engine;

    private TestDatabase(HikariDataSource dataSource, Runnable engine) {
        this.dataSource = dataSource;
        this.engine = engine;
    }

    /** An H2 file in a directory, as the service opens it. */
    public static TestDatabase h2(Path directory) {
        return h2At(directory, LATEST);
    }

    /** As {@link #h2(Path)}, with the tables as they were at a version of the schema. */
    public static TestDatabase h2At(Path directory, String version) {
        H2Database database = H2Database.open(directory, Duration.ofSeconds(10));
        migrate(database.dataSource(), version);
        return new TestDatabase(database.dataSource(), database::close);
    }

    /** A new database on PostgreSQL; the server is started once for all tests of this process. */
    public static TestDatabase postgres() {
        return postgres("template " + PostgresServer.TEMPLATE);
    }

    /** As {@link #postgres()}, with the tables as they were at a version of the schema. */
    public static TestDatabase postgresAt(String version) {
        TestDatabase database = postgres("");
        migrate(database.dataSource(), version);
        return database;
    }

    private static TestDatabase postgres(String like) {
        String name = "log_" + NUMBER.incrementAndGet();
        EmbeddedPostgres server = PostgresServer.STARTED;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " " + like);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        HikariDataSource pool = pool(server, name);
        return new TestDatabase(pool, pool::close);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    Visibility visibility() {
        try {
            return Visibility.of(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        engine.run();
    }

    /** Brings the tables to the latest version of the schema. */
    void migrate() {
        migrate(dataSource, LATEST);
    }

    private static void migrate(DataSource dataSource, String version) {
        Flyway.configure().dataSource(dataSource).target(version).load().migrate();
    }

    private static HikariDataSource pool(EmbeddedPostgres server, String name) {
        var config = new HikariConfig();
        config.setDataSource(server.getDatabase("postgres", name));
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(3_000);
        return new HikariDataSource(config);
    }

    private static final class PostgresServer {
        static final String TEMPLATE = "log_template";
        static final EmbeddedPostgres STARTED = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "100")
                        .setServerConfig("fsync", "off")
                        .start();
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create database " + TEMPLATE);
                }
                try (HikariDataSource pool = pool(server, TEMPLATE)) {
                    migrate(pool, LATEST);
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
