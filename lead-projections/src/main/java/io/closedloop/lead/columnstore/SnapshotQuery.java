package io.closedloop.lead.columnstore;

import java.sql.SQLException;

/** A question that may take several queries, all answered at the same position. */
@FunctionalInterface
public interface SnapshotQuery<T> {
    T ask(Snapshot snapshot) throws SQLException;
}
