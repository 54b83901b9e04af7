package io.closedloop.lead.log;

import io.closedloop.lead.log.RowStatement.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statements that are carried out one after the other, and on PostgreSQL sent in one round trip: there a transaction
 * costs mostly round trips, and all other writers wait for the log head meanwhile. H2 runs in this process and has no
 * round trips.
 *
 * <p>A parameter is a text, a number, a UUID, a time, an array of texts, numbers or UUIDs, or null.
 */
final class Script {
    private final List<Step> steps = new ArrayList<>();

    private sealed interface Step {}

    private record Query(String sql, List<Object> parameters, RowReader reader) implements Step {}

    private record Update(String sql, List<@Nullable Object> parameters, IntConsumer changed) implements Step {}

    private record Many(RowStatement statement, List<@Nullable Object[]> rows) implements Step {}

    /** Takes what one row says. */
    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    Script query(String sql, RowReader reader, Object... parameters) {
        steps.add(new Query(sql, List.of(parameters), reader));
        return this;
    }

    Script update(String sql, @Nullable Object... parameters) {
        return update(_ -> {}, sql, parameters);
    }

    /** @param changed is told how many rows were changed */
    Script update(IntConsumer changed, String sql, @Nullable Object... parameters) {
        var all = new ArrayList<@Nullable Object>();
        Collections.addAll(all, parameters);
        steps.add(new Update(sql, all, changed));
        return this;
    }

    /** Does the same for each of some rows; nothing where there are none. */
    Script many(RowStatement statement, List<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            steps.add(new Many(statement, rows));
        }
        return this;
    }

    void run(Connection connection, Dialect dialect) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        switch (dialect) {
            case H2 -> runEach(connection);
            case POSTGRESQL -> runTogether(connection);
        }
    }

    private void runEach(Connection connection) throws SQLException {
        for (Step step : steps) {
            try (PreparedStatement statement = connection.prepareStatement(text(step))) {
                switch (step) {
                    case Query query -> {
                        bind(statement, 1, query.parameters());
                        statement.execute();
                        readRows(statement, query.reader());
                    }
                    case Update update -> {
                        bind(statement, 1, update.parameters());
                        update.changed().accept(statement.executeUpdate());
                    }
                    case Many many -> {
                        for (@Nullable Object[] row : many.rows()) {
                            bind(statement, 1, Arrays.asList(row));
                            statement.addBatch();
                        }
                        statement.executeBatch();
                    }
                }
            }
        }
    }

    private static String text(Step step) {
        return switch (step) {
            case Query query -> query.sql();
            case Update update -> update.sql();
            case Many many -> many.statement().one();
        };
    }

    private void runTogether(Connection connection) throws SQLException {
        String sql = steps.stream().map(Script::textForMany).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (Step step : steps) {
                parameter = switch (step) {
                    case Query query -> bind(statement, parameter, query.parameters());
                    case Update update -> bind(statement, parameter, update.parameters());
                    case Many many -> bindArrays(statement, parameter, many);
                };
            }
            statement.execute();
            for (Step step : steps) {
                switch (step) {
                    case Query query -> readRows(statement, query.reader());
                    case Update update -> update.changed().accept(statement.getUpdateCount());
                    case Many _ -> {}
                }
                statement.getMoreResults();
            }
        }
    }

    private static String textForMany(Step step) {
        return step instanceof Many many ? many.statement().all() : text(step);
    }

    private static int bindArrays(PreparedStatement statement, int first, Many many) throws SQLException {
        int parameter = first;
        for (RowStatement.Column column : many.statement().columns()) {
            @Nullable Object[] values = array(column.type(), many.rows().size());
            for (int row = 0; row < values.length; row++) {
                values[row] = many.rows().get(row)[parameter - first];
            }
            Columns.setArray(statement, parameter, column.type().sql(), values);
            parameter++;
        }
        return parameter;
    }

    /** Of the elements' own type where the driver then sends them in binary. */
    private static @Nullable Object[] array(ColumnType type, int length) {
        return switch (type) {
            case VARCHAR -> new String[length];
            case BIGINT -> new Long[length];
            case INTEGER -> new Integer[length];
            case BOOLEAN -> new Boolean[length];
            case UUID, TIMESTAMPTZ -> new Object[length];
        };
    }

    private static int bind(PreparedStatement statement, int first, List<? extends @Nullable Object> parameters)
            throws SQLException {
        int parameter = first;
        for (Object value : parameters) {
            switch (value) {
                case null -> statement.setNull(parameter, Types.NULL);
                case String text -> statement.setString(parameter, text);
                case String[] texts -> Columns.setArray(statement, parameter, ColumnType.VARCHAR.sql(), texts);
                case Long[] numbers -> Columns.setArray(statement, parameter, ColumnType.BIGINT.sql(), numbers);
                case UUID[] uuids -> Columns.setArray(statement, parameter, ColumnType.UUID.sql(), uuids);
                default -> statement.setObject(parameter, value);
            }
            parameter++;
        }
        return parameter;
    }

    private static void readRows(PreparedStatement statement, RowReader reader) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            while (row.next()) {
                reader.read(row);
            }
        }
    }
}
