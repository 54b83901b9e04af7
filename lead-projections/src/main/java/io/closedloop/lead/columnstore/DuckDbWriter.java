package io.closedloop.lead.columnstore;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Supplier;
import org.duckdb.DuckDBConnection;

/** The one connection that writes, inside its open transaction. */
public final class DuckDbWriter {
    private final DuckDBConnection connection;
    private final Map<Class<?>, Object> remembered;

    /** @param remembered what projections keep beside the connection */
    DuckDbWriter(DuckDBConnection connection, Map<Class<?>, Object> remembered) {
        this.connection = connection;
        this.remembered = remembered;
    }

    /**
     * What a projection remembers from one transaction to the next of what it wrote. It is gone when a transaction is
     * rolled back, so it is never ahead of the file.
     *
     * @param first what to begin with
     */
    public <T> T remembered(Class<T> type, Supplier<T> first) {
        return type.cast(remembered.computeIfAbsent(type, _ -> first.get()));
    }

    /** An appender for a table of the file. Close it to have its rows written. */
    public RowAppender append(String table) throws SQLException {
        String[] columns = columns(table);
        return new RowAppender(connection.createAppender("main", table), table, columns);
    }

    /** An appender for one of the writer's temporary tables. Close it to have its rows written. */
    public RowAppender appendTemporary(String table) throws SQLException {
        String[] columns = columns(table);
        return new RowAppender(connection.createAppender("temp", "main", table), table, columns);
    }

    private String[] columns(String table) throws SQLException {
        if (remembered.get(TableColumns.class) instanceof TableColumns known) {
            return known.of(table);
        }
        TableColumns read = TableColumns.read(connection);
        remembered.put(TableColumns.class, read);
        return read.of(table);
    }

    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads all rows of a query without parameters. */
    public void query(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** Takes what it needs from the current row. */
    @FunctionalInterface
    public interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
