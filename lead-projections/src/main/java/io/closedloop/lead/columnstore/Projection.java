package io.closedloop.lead.columnstore;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Turns events into rows. */
public interface Projection {
    StoreSchema schema();

    /**
     * The lead or suppression that an event belongs to: the unit that is parked when one of its events cannot be
     * written.
     *
     * @throws IllegalArgumentException for a payload that is no event of this service
     */
    UUID streamOf(Object payload);

    /**
     * Writes the rows of a batch, in the order of the events, within the writer's open transaction. The outcome must
     * not depend on how the log was cut into batches.
     *
     * @throws SQLException when the column store refuses
     */
    void write(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException;
}
