package io.closedloop.lead.reporting.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A table as an Apache Parquet file, written by a column store of its own that lives in a temporary folder as long as
 * it takes. Of columns whose names differ in case only, the later one has a number behind its name, since many readers
 * of such files could not tell them apart.
 */
public final class Parquet {
    public static final String MEDIA_TYPE = "application/vnd.apache.parquet";

    private static final int AMOUNT_SCALE = 4;
    private static final int DECIMAL_SCALE = 6;

    /**
     * A wide table holds a block for each of its columns at once, a comparison of funnels more than two hundred: small
     * ones keep it in little memory, however many rows it has.
     */
    private static final String BLOCK_SIZE = "16384";

    private static final String MEMORY = "64MiB";
    /** A group of rows is put together in memory before it is written. */
    private static final int VALUES_PER_ROW_GROUP = 1_000_000;

    private static final int FEWEST_ROWS_PER_ROW_GROUP = 2048;

    private Parquet() {}

    /** @throws UncheckedIOException when there is no room for the file in the folder for temporary files */
    public static byte[] render(FlatTable table) {
        try {
            Path folder = Files.createTempDirectory("closedloop-report");
            try {
                Path file = folder.resolve("report.parquet");
                write(table, folder, file);
                return Files.readAllBytes(file);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private static void write(FlatTable table, Path folder, Path file) throws SQLException {
        var settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty("default_block_size", BLOCK_SIZE);
        settings.setProperty("temp_directory", folder.resolve("spilled").toString());
        int rowsPerGroup = Math.max(
                FEWEST_ROWS_PER_ROW_GROUP,
                VALUES_PER_ROW_GROUP / Math.max(1, table.columns().size()));
        try (var connection = (DuckDBConnection)
                        DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("report.duckdb"), settings);
                Statement statement = connection.createStatement()) {
            // By number, because the column store takes names that differ in case only for the same.
            statement.execute(IntStream.range(0, table.columns().size())
                    .mapToObj(i ->
                            "c%d %s".formatted(i, type(table.columns().get(i).type())))
                    .collect(Collectors.joining(", ", "CREATE TABLE report (", ")")));
            try (DuckDBAppender rows = connection.createAppender("main", "report")) {
                int appended = 0;
                for (List<@Nullable Object> line : table.lines()) {
                    append(rows, line, table.columns());
                    if (++appended % FEWEST_ROWS_PER_ROW_GROUP == 0) {
                        rows.flush();
                    }
                }
            }
            String named = IntStream.range(0, table.columns().size())
                    .mapToObj(i -> "c%d AS %s"
                            .formatted(i, identifier(table.columns().get(i).name())))
                    .collect(Collectors.joining(", "));
            statement.execute("COPY (SELECT %s FROM report) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE %d)"
                    .formatted(named, file.toString().replace("'", "''"), rowsPerGroup));
        }
    }

    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String type(FlatTable.Type type) {
        return switch (type) {
            case TEXT -> "VARCHAR";
            case WHOLE -> "BIGINT";
            case REAL -> "DOUBLE";
            case AMOUNT -> "DECIMAL(38, %d)".formatted(AMOUNT_SCALE);
            case DECIMAL -> "DECIMAL(38, %d)".formatted(DECIMAL_SCALE);
        };
    }

    private static void append(DuckDBAppender rows, List<@Nullable Object> line, List<FlatTable.Column> columns)
            throws SQLException {
        rows.beginRow();
        for (int i = 0; i < line.size(); i++) {
            switch (line.get(i)) {
                case null -> rows.appendNull();
                case Long count -> rows.append(count.longValue());
                case Double number -> rows.append(number.doubleValue());
                case BigDecimal number ->
                    rows.append(number.setScale(
                            columns.get(i).type() == FlatTable.Type.AMOUNT ? AMOUNT_SCALE : DECIMAL_SCALE));
                case Object text -> rows.append(text.toString());
            }
        }
        rows.endRow();
    }
}
