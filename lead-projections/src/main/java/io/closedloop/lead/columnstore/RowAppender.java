package io.closedloop.lead.columnstore;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to one table. Each value is given with the name of its column, in the order of the table's columns; a
 * value under the wrong name, or a row that lacks one, is refused with the names of the table and the column. Closing
 * the appender writes the rows.
 *
 * <p>A name costs a comparison of two constants, which are the same object unless the value is in the wrong place.
 */
public final class RowAppender implements AutoCloseable {
    /** The decimals of every column of money: more than any currency has. */
    public static final int MONEY_SCALE = 4;

    private final DuckDBAppender appender;
    private final String table;
    private final String[] columns;
    private int next;

    /** @param columns of the table, in their order */
    RowAppender(DuckDBAppender appender, String table, String[] columns) {
        this.appender = appender;
        this.table = table;
        this.columns = columns;
    }

    public RowAppender begin() throws SQLException {
        appender.beginRow();
        next = 0;
        return this;
    }

    /** @throws IllegalArgumentException when the row lacks a value */
    public void end() throws SQLException {
        if (next < columns.length) {
            throw new IllegalArgumentException("a row of %s has no value of %s".formatted(table, columns[next]));
        }
        appender.endRow();
    }

    private void at(String column) {
        if (next == columns.length || !columns[next].equals(column)) {
            throw new IllegalArgumentException("a row of %s has %s where the table has %s"
                    .formatted(table, column, next == columns.length ? "no more columns" : columns[next]));
        }
        next++;
    }

    public RowAppender uuid(String column, @Nullable UUID value) throws SQLException {
        at(column);
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
        return this;
    }

    public RowAppender text(String column, @Nullable String value) throws SQLException {
        at(column);
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
        return this;
    }

    /** The name of a constant. */
    public RowAppender name(String column, @Nullable Enum<?> value) throws SQLException {
        return text(column, value == null ? null : value.name());
    }

    public RowAppender bool(String column, boolean value) throws SQLException {
        at(column);
        appender.append(value);
        return this;
    }

    public RowAppender integer(String column, int value) throws SQLException {
        at(column);
        appender.append(value);
        return this;
    }

    public RowAppender integer(String column, @Nullable Integer value) throws SQLException {
        at(column);
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.intValue());
        }
        return this;
    }

    public RowAppender bigint(String column, long value) throws SQLException {
        at(column);
        appender.append(value);
        return this;
    }

    public RowAppender bigint(String column, @Nullable Long value) throws SQLException {
        at(column);
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.longValue());
        }
        return this;
    }

    /** A {@code TIMESTAMP}, given as its {@link Micros}. */
    public RowAppender timestamp(String column, @Nullable Long micros) throws SQLException {
        at(column);
        if (micros == null) {
            appender.appendNull();
        } else {
            appender.appendEpochMicros(micros);
        }
        return this;
    }

    public RowAppender bool(String column, @Nullable Boolean value) throws SQLException {
        at(column);
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.booleanValue());
        }
        return this;
    }

    /** A {@code DECIMAL(19, 4)}. */
    public RowAppender amount(String column, @Nullable BigDecimal value) throws SQLException {
        at(column);
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.setScale(MONEY_SCALE));
        }
        return this;
    }

    @Override
    public void close() throws SQLException {
        appender.close();
    }
}
