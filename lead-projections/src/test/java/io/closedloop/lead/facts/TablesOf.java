package io.closedloop.lead.facts;

import io.closedloop.lead.columnstore.ColumnStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All rows of the read models, by table, in an order that does not depend on how they were written. */
final class TablesOf {
    private TablesOf() {}

    static Map<String, List<String>> rows(ColumnStore store) {
        var all = new TreeMap<String, List<String>>();
        store.read(snapshot -> {
            List<String> tables = snapshot.query(
                    "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND table_name <> 'dead_letter'",
                    List.of(),
                    row -> row.getString(1));
            for (String table : tables) {
                all.put(
                        table,
                        snapshot.query(
                                "SELECT t::VARCHAR FROM %s t ORDER BY 1".formatted(table),
                                List.of(),
                                row -> row.getString(1)));
            }
            return null;
        });
        return all;
    }
}
