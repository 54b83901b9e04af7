package io.closedloop.lead.log;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A statement that does the same for each of some rows.
 *
 * @param columns what a row has
 * @param one the statement for one row, which H2 carries out for each; a parameter for each column
 * @param all the statement for all rows, which PostgreSQL carries out once; an array for each column. However many rows
 *     there are, it is the same text, and so planned only once
 */
record RowStatement(List<Column> columns, String one, String all) {
    /** A column of the rows, and its type on PostgreSQL. */
    record Column(String name, ColumnType type) {}

    /** What PostgreSQL calls an array's elements. */
    enum ColumnType {
        VARCHAR,
        BIGINT,
        INTEGER,
        BOOLEAN,
        UUID,
        TIMESTAMPTZ;

        private final String sql = name().toLowerCase(Locale.ROOT);

        String sql() {
            return sql;
        }
    }

    /** Inserts the rows. */
    static RowStatement insert(String table, List<Column> columns) {
        String into = "insert into %s (%s) ".formatted(table, names(columns));
        String parameters = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
        return of(columns, into + "values (%s)".formatted(parameters), into + "select * from given");
    }

    /** @param all finds the rows in the relation {@code given}, whose columns are named as these */
    static RowStatement of(List<Column> columns, String one, String all) {
        String arrays = columns.stream()
                .map(column -> "?::%s[]".formatted(column.type().sql()))
                .collect(Collectors.joining(", "));
        return new RowStatement(
                columns,
                one,
                "with given (%s) as (select * from unnest(%s)) %s".formatted(names(columns), arrays, all));
    }

    private static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }
}
