package io.closedloop.lead.facts.suppressions;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.StoreSchema.Table;
import io.closedloop.lead.facts.kind.KindOfFacts;
import java.sql.SQLException;
import java.util.List;

/** Who claimed which identity, who is suppressed, and whose delivery was blocked. */
public final class SuppressionFacts implements KindOfFacts {
    @Override
    public List<Table> tables() {
        return SuppressionTables.ALL;
    }

    @Override
    public Writing begin(List<LoggedEvent> batch, DuckDbWriter writer) throws SQLException {
        return new SuppressionWriter(writer);
    }
}
