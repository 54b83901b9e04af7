package io.closedloop.lead.reporting.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.reporting.table.FlatTable.Column;
import io.closedloop.lead.reporting.table.FlatTable.Type;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("attr.the \"size\", or so", Type.TEXT),
            new Column("to", Type.WHOLE),
            new Column("rate", Type.REAL),
            new Column("revenue_USD", Type.AMOUNT));

    @TempDir
    private Path directory;

    @Test
    void isReadBackAsItWasWrittenWithItsTypes() throws Exception {
        var table = new FlatTable(
                COLUMNS,
                List.of(
                        Arrays.asList("=SUM(A1), \"x\"\r\n", 3L, 1e-5, new BigDecimal("-12.5000")),
                        Arrays.asList("", Long.MAX_VALUE, null, null),
                        Arrays.asList(null, null, 0.1, new BigDecimal("99999999999999.9999"))));

        assertThat(read("*", Parquet.render(table))).isEqualTo(table.lines());
    }

    @Test
    void hasItsColumnsWithoutRows() throws Exception {
        byte[] empty = Parquet.render(new FlatTable(COLUMNS, List.of()));

        assertThat(read("*", empty)).isEmpty();
        assertThat(read("count(*)", empty)).containsExactly(List.of(0L));
    }

    @Test
    void tellsColumnsApartThatDifferInCaseOnly() throws Exception {
        byte[] file = Parquet.render(new FlatTable(
                List.of(new Column("attr.Size", Type.TEXT), new Column("attr.size", Type.TEXT)),
                List.of(Arrays.asList("L", "s"))));

        assertThat(read("*", file)).containsExactly(List.of("L", "s"));
        assertThat(schema(file)).containsExactly("attr.Size", "attr.size_1");
    }

    @Test
    void hasRoomForManyRowsWithManyColumns() throws Exception {
        // As many as the comparison of two funnels has, by a group of many values.
        List<Column> columns = IntStream.range(0, 222)
                .mapToObj(i -> new Column("column %d".formatted(i), Type.REAL))
                .toList();
        var random = new Random(1);
        var lines = new ArrayList<List<@Nullable Object>>();
        for (int row = 0; row < 10_000; row++) {
            lines.add(new ArrayList<>(random.doubles(columns.size()).boxed().toList()));
        }

        byte[] file = Parquet.render(new FlatTable(columns, lines));

        assertThat(read("count(*)", file)).containsExactly(List.of(10_000L));
        assertThat(read("\"column 221\"", file))
                .isEqualTo(lines.stream().map(line -> List.of(line.getLast())).toList());
    }

    private List<List<@Nullable Object>> read(String what, byte[] parquet) throws IOException, SQLException {
        Path file = Files.write(directory.resolve("read.parquet"), parquet);
        return query("SELECT %s FROM read_parquet('%s')".formatted(what, file));
    }

    /** The names of the columns as the file has them. */
    private List<Object> schema(byte[] parquet) throws IOException, SQLException {
        Path file = Files.write(directory.resolve("schema.parquet"), parquet);
        var names = new ArrayList<Object>();
        query("SELECT name FROM parquet_schema('%s') WHERE type IS NOT NULL".formatted(file))
                .forEach(row -> names.addAll(row));
        return names;
    }

    private static List<List<@Nullable Object>> query(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            var rows = new ArrayList<List<@Nullable Object>>();
            while (row.next()) {
                var values = new ArrayList<@Nullable Object>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getObject(i));
                }
                rows.add(values);
            }
            return rows;
        }
    }
}
