package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements outside the appender, each committed by itself. */
final class Reading {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    /** What is asked of a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private Reading() {}

    /** @throws StoreUnavailableException when the database fails */
    static <T> T from(DataSource dataSource, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            LOG.warn("The database could not be read: {}", SqlFailures.describe(e));
            throw new StoreUnavailableException("the database cannot be read; try again later", Duration.ofSeconds(1));
        }
    }
}
