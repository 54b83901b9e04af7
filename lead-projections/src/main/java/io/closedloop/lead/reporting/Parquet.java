package io.closedloop.lead.reporting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A table as an Apache Parquet file, written by a column store of its own that lives in memory as long as it takes. Of
 * columns whose names differ in case only, the later one has a number behind its name, since many readers of such files
 * could not tell them apart.
 */
public final class Parquet {
    public static final String MEDIA_TYPE = "application/vnd.apache.parquet";

    private static final int AMOUNT_SCALE = 4;

    private Parquet() {}

    /** @throws UncheckedIOException when there is no room for the file in the folder for temporary files */
    public static byte[] render(FlatTable table) {
        Path file = null;
        try {
            file = Files.createTempFile("closedloop-report", ".parquet");
            write(table, file);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        } finally {
            delete(file);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(FlatTable table, Path file) throws SQLException {
        var settings = new Properties();
        settings.setProperty("threads", "1");
        settings.setProperty("memory_limit", "64MiB");
        try (var connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
                Statement statement = connection.createStatement()) {
            // By number, because the column store takes names that differ in case only for the same.
            statement.execute(IntStream.range(0, table.columns().size())
                    .mapToObj(i ->
                            "c%d %s".formatted(i, type(table.columns().get(i).type())))
                    .collect(Collectors.joining(", ", "CREATE TABLE report (", ")")));
            try (DuckDBAppender rows = connection.createAppender("main", "report")) {
                for (List<@Nullable Object> line : table.lines()) {
                    append(rows, line);
                }
            }
            String named = IntStream.range(0, table.columns().size())
                    .mapToObj(i -> "c%d AS %s"
                            .formatted(i, identifier(table.columns().get(i).name())))
                    .collect(Collectors.joining(", "));
            statement.execute("COPY (SELECT %s FROM report) TO '%s' (FORMAT parquet)"
                    .formatted(named, file.toString().replace("'", "''")));
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
        };
    }

    private static void append(DuckDBAppender rows, List<@Nullable Object> line) throws SQLException {
        rows.beginRow();
        for (Object value : line) {
            switch (value) {
                case null -> rows.appendNull();
                case Long count -> rows.append(count.longValue());
                case Double number -> rows.append(number.doubleValue());
                case BigDecimal amount -> rows.append(amount.setScale(AMOUNT_SCALE));
                default -> rows.append(value.toString());
            }
        }
        rows.endRow();
    }
}
