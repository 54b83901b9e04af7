package io.closedloop.lead.facts.passes;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.StoreSchema.Table;
import io.closedloop.lead.facts.kind.KindOfFacts;
import java.sql.SQLException;
import java.util.List;

/** Leads, their passes, and everything that was decided about them. */
public final class PassFacts implements KindOfFacts {
    @Override
    public List<Table> tables() {
        return PassTables.ALL;
    }

    @Override
    public List<String> temporaryTables() {
        return PassTables.TEMPORARY;
    }

    @Override
    public Writing begin(List<LoggedEvent> batch, DuckDbWriter writer) throws SQLException {
        return new PassWriter(LeadRows.before(batch, writer), writer);
    }
}
