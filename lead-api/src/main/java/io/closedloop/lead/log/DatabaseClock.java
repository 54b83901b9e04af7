package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Tells the database's time under the log head's lock, to the microsecond. It may run backwards: the log does not. */
@FunctionalInterface
interface DatabaseClock {
    Instant now(Connection connection) throws SQLException;
}
