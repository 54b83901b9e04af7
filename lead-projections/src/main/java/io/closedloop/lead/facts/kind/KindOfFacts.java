package io.closedloop.lead.facts.kind;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.StoreSchema.Table;
import java.sql.SQLException;
import java.util.List;

/** Facts of one kind: the tables that hold them, and what each event writes into these. */
public interface KindOfFacts {
    List<Table> tables();

    /** One {@code CREATE TEMP TABLE} statement each, for the writer alone. */
    default List<String> temporaryTables() {
        return List.of();
    }

    /**
     * Begins to write a batch.
     *
     * @param batch all events of it
     */
    Writing begin(List<LoggedEvent> batch, DuckDbWriter writer) throws SQLException;

    /** A batch that is being written. Closing it writes the rows that were appended. */
    interface Writing extends AutoCloseable {
        /** Writes what this kind of facts keeps of an event, which may be nothing. */
        void write(LoggedEvent event) throws SQLException;

        /** Ends a batch of which all events are written and all appended rows are in their tables. */
        default void finish() throws SQLException {}

        @Override
        void close() throws SQLException;
    }
}
