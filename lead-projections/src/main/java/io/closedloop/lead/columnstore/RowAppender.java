package io.closedloop.lead.columnstore;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Appends rows to one table, value by value in the order of its columns. Closing it writes them. */
public final class RowAppender implements AutoCloseable {
    /** The decimals of every column of money: more than any currency has. */
    public static final int MONEY_SCALE = 4;

    private final DuckDBAppender appender;

    RowAppender(DuckDBAppender appender) {
        this.appender = appender;
    }

    public RowAppender begin() throws SQLException {
        appender.beginRow();
        return this;
    }

    public void end() throws SQLException {
        appender.endRow();
    }

    public RowAppender uuid(@Nullable UUID value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
        return this;
    }

    public RowAppender text(@Nullable String value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
        return this;
    }

    /** The name of a constant. */
    public RowAppender name(@Nullable Enum<?> value) throws SQLException {
        return text(value == null ? null : value.name());
    }

    public RowAppender bool(boolean value) throws SQLException {
        appender.append(value);
        return this;
    }

    public RowAppender integer(int value) throws SQLException {
        appender.append(value);
        return this;
    }

    public RowAppender integer(@Nullable Integer value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.intValue());
        }
        return this;
    }

    public RowAppender bigint(long value) throws SQLException {
        appender.append(value);
        return this;
    }

    public RowAppender bigint(@Nullable Long value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.longValue());
        }
        return this;
    }

    /** A {@code TIMESTAMP}, given as its {@link Micros}. */
    public RowAppender timestamp(@Nullable Long micros) throws SQLException {
        if (micros == null) {
            appender.appendNull();
        } else {
            appender.appendEpochMicros(micros);
        }
        return this;
    }

    /** A {@code DECIMAL(19, 4)}. */
    public RowAppender amount(@Nullable BigDecimal value) throws SQLException {
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
