package io.closedloop.lead.cluster;

import io.closedloop.lead.checking.Rule;
import io.closedloop.lead.checking.Violation;
import io.closedloop.lead.columnstore.StoreSchema;
import io.closedloop.lead.facts.FactsProjection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The read models' files of instances that have stopped, compared row by row with one that was filled in one go. */
final class ReadModelFiles implements AutoCloseable {
    private final Connection connection;
    private final List<Path> directories;

    private ReadModelFiles(Connection connection, List<Path> directories) {
        this.connection = connection;
        this.directories = directories;
    }

    /** @param directories the data directories of instances that are stopped, the last of them filled in one go */
    static ReadModelFiles open(List<Path> directories) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        var files = new ReadModelFiles(connection, directories);
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < directories.size(); i++) {
                statement.execute("attach '%s' as file_%d (read_only)".formatted(file(directories.get(i)), i));
            }
        }
        return files;
    }

    private static Path file(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(it -> it.toString().endsWith(".duckdb")).toList();
            if (found.size() != 1) {
                throw new AssertionError("an instance has one file of read models, not " + found);
            }
            return found.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows that one has and the other does not, in any table. */
    List<Violation> violations() throws SQLException {
        var found = new ArrayList<Violation>();
        int fresh = directories.size() - 1;
        for (StoreSchema.Table table : new FactsProjection().schema().tables()) {
            for (int i = 0; i < fresh; i++) {
                String live = "from file_%d.%s".formatted(i, table.name());
                String filled = "from file_%d.%s".formatted(fresh, table.name());
                differ(i, table.name(), "has, but not the log", live + " except all " + filled, found);
                differ(i, table.name(), "lacks", filled + " except all " + live, found);
            }
        }
        return found;
    }

    private void differ(int instance, String table, String how, String sql, List<Violation> found) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            var text = new StringBuilder();
            int rows = 0;
            while (row.next()) {
                if (rows++ == 0) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        text.append(row.getMetaData().getColumnName(i))
                                .append('=')
                                .append(row.getObject(i))
                                .append(' ');
                    }
                }
            }
            if (rows > 0) {
                found.add(new Violation(
                        Rule.READ_MODELS_EQUAL_THE_LOG,
                        "%d rows that %s of %s %s, such as %s"
                                .formatted(
                                        rows, table, directories.get(instance).getFileName(), how, text)));
            }
        }
    }

    /** How many rows of a table have which value in a column, in the file that was filled in one go. */
    Map<String, Long> count(String table, String column) throws SQLException {
        var counts = new TreeMap<String, Long>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select %2$s, count(*) from file_%3$d.%1$s group by %2$s"
                        .formatted(table, column, directories.size() - 1))) {
            while (row.next()) {
                counts.put(String.valueOf(row.getObject(1)), row.getLong(2));
            }
        }
        return counts;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
