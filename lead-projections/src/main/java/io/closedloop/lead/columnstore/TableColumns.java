package io.closedloop.lead.columnstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** The columns of each table of the file and of the writer's temporary ones, read once. */
final class TableColumns {
    private final Map<String, String[]> columns;

    private TableColumns(Map<String, String[]> columns) {
        this.columns = columns;
    }

    static TableColumns read(DuckDBConnection connection) throws SQLException {
        var read = new HashMap<String, List<String>>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY column_index")) {
            while (row.next()) {
                // The names that writers give are constants, which are interned too: comparing them takes no look
                // inside.
                read.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                        .add(row.getString(2).intern());
            }
        }
        var columns = new HashMap<String, String[]>();
        read.forEach((table, names) -> columns.put(table, names.toArray(String[]::new)));
        return new TableColumns(columns);
    }

    /** @throws IllegalArgumentException when there is no such table */
    String[] of(String table) {
        String[] ofTable = columns.get(table);
        if (ofTable == null) {
            throw new IllegalArgumentException("there is no table %s".formatted(table));
        }
        return ofTable;
    }
}
