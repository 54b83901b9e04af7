package io.closedloop.lead.columnstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the column store's file, and replaces a file that cannot be used: the log has everything that was in it. */
final class StoreFile {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);

    /** The epoch of the log that the file was filled under: one row, or none where the log has no epochs. */
    private static final String FILLED_UNDER = "CREATE TABLE IF NOT EXISTS filled_under (epoch VARCHAR NOT NULL)";

    private final ColumnStoreSettings settings;
    private final StoreSchema schema;

    StoreFile(ColumnStoreSettings settings, StoreSchema schema) {
        this.settings = settings;
        this.schema = schema;
    }

    /**
     * @throws ColumnStoreUnavailableException when another process has the file, or it can be neither used nor replaced
     */
    DuckDBConnection open() {
        try {
            Files.createDirectories(settings.file().toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the read models cannot be created: " + settings.file(), e);
        }
        try {
            return usable();
        } catch (SQLException e) {
            refuseIfInUse(e);
            LOG.warn(
                    "The read models' file {} is damaged ({}). It is set aside and rebuilt from the log.",
                    settings.file(),
                    e.getMessage());
            setAside();
        } catch (OtherSchemaException e) {
            LOG.info(
                    "The read models' file {} has schema version {}, this program {}. It is rebuilt from the log.",
                    settings.file(),
                    e.found,
                    schema.version());
            delete();
        }
        try {
            return usable();
        } catch (SQLException | OtherSchemaException e) {
            throw new ColumnStoreUnavailableException("the read models' file cannot be created: " + settings.file(), e);
        }
    }

    private DuckDBConnection usable() throws SQLException, OtherSchemaException {
        DuckDBConnection connection = connect();
        try {
            prepare(connection);
            return connection;
        } catch (SQLException | OtherSchemaException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private DuckDBConnection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("memory_limit", settings.memoryMegabytes() + "MiB");
        properties.setProperty("threads", String.valueOf(settings.threads()));
        properties.setProperty("temp_directory", overflowFolder().toString());
        properties.setProperty("preserve_insertion_order", "false");
        // A checkpoint writes every changed part of every column anew; while catching up that is most of the work.
        properties.setProperty("checkpoint_threshold", "64MiB");
        // Everything that is needed is compiled in: never reach for the network.
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        return (DuckDBConnection)
                DriverManager.getConnection("jdbc:duckdb:" + settings.file().toAbsolutePath(), properties);
    }

    private void prepare(DuckDBConnection connection) throws SQLException, OtherSchemaException {
        try (Statement statement = connection.createStatement()) {
            if (isEmpty(statement)) {
                statement.execute("BEGIN TRANSACTION");
                create(statement);
                statement.execute("COMMIT");
            } else {
                int found = version(statement);
                if (found != schema.version()) {
                    throw new OtherSchemaException(found);
                }
                ColumnStore.progressOf(connection);
                // A file of a program that knew of no epochs is of the same schema.
                statement.execute(FILLED_UNDER);
            }
            for (String temporary : schema.temporaryTables()) {
                statement.execute(temporary);
            }
        }
    }

    private static boolean isEmpty(Statement statement) throws SQLException {
        try (ResultSet tables = statement.executeQuery("SELECT count(*) FROM duckdb_tables() WHERE NOT temporary")) {
            tables.next();
            return tables.getLong(1) == 0;
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet version = statement.executeQuery("SELECT schema_version FROM progress")) {
            return version.next() ? version.getInt(1) : -1;
        }
    }

    private void create(Statement statement) throws SQLException {
        statement.execute("""
                CREATE TABLE progress (
                    schema_version INTEGER NOT NULL,
                    position BIGINT NOT NULL,
                    event_id VARCHAR,
                    recorded_at TIMESTAMP)
                """);
        statement.execute("INSERT INTO progress VALUES (%d, 0, NULL, NULL)".formatted(schema.version()));
        // The first position of every transaction of the log, to turn an instant into a position.
        statement.execute("CREATE TABLE recording (position BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL)");
        statement.execute(FILLED_UNDER);
        statement.execute(DeadLetters.CREATE);
        for (StoreSchema.Table table : schema.tables()) {
            statement.execute(table.createStatement());
        }
    }

    /**
     * Empties the open file within the connection's transaction, for a log that is another one than it was filled from.
     */
    void clear(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (StoreSchema.Table table : schema.tables()) {
                statement.execute("DROP TABLE " + table.name());
            }
            statement.execute("DROP TABLE dead_letter");
            statement.execute("DROP TABLE filled_under");
            statement.execute("DROP TABLE recording");
            statement.execute("DROP TABLE progress");
            create(statement);
        }
    }

    /** Keeps a damaged file for whoever wants to know what happened to it, but never more than one. */
    void setAside() {
        try {
            Path aside = sibling(".damaged");
            if (Files.exists(settings.file())) {
                Files.move(settings.file(), aside, StandardCopyOption.REPLACE_EXISTING);
            }
            delete();
        } catch (IOException e) {
            throw new UncheckedIOException("the read models' damaged file cannot be moved away: " + settings.file(), e);
        }
    }

    /** Deletes the file, which is closed, and what lies beside it. */
    void delete() {
        try {
            Files.deleteIfExists(settings.file());
            Files.deleteIfExists(sibling(".wal"));
            deleteFolder(overflowFolder());
        } catch (IOException e) {
            throw new UncheckedIOException("the read models' file cannot be deleted: " + settings.file(), e);
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> deepestFirst;
            try (Stream<Path> found = Files.walk(folder)) {
                deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void refuseIfInUse(SQLException e) {
        if (StoreTrouble.of(e) == StoreTrouble.IN_USE) {
            throw new ColumnStoreUnavailableException(
                    "the read models' file %s is open in another process; give every instance a data directory of its own"
                            .formatted(settings.file()),
                    e);
        }
    }

    private Path overflowFolder() {
        return sibling(".tmp");
    }

    private Path sibling(String suffix) {
        return settings.file().toAbsolutePath().resolveSibling(settings.file().getFileName() + suffix);
    }

    private static final class OtherSchemaException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int found;

        OtherSchemaException(int found) {
            super("schema version " + found);
            this.found = found;
        }
    }
}
