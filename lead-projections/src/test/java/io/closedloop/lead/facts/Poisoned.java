package io.closedloop.lead.facts;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Projection;
import io.closedloop.lead.columnstore.StoreSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The facts, written by somebody who fails at some positions of the log until the poison is taken out. */
final class Poisoned implements Projection {
    private final FactsProjection facts = new FactsProjection();
    private final boolean bug;
    private volatile Set<Long> poison;

    /** @param bug whether the program fails, or else the database */
    Poisoned(boolean bug, Set<Long> poison) {
        this.bug = bug;
        this.poison = Set.copyOf(poison);
    }

    void poison(Set<Long> positions) {
        poison = Set.copyOf(positions);
    }

    @Override
    public StoreSchema schema() {
        return facts.schema();
    }

    @Override
    public UUID streamOf(Object payload) {
        return facts.streamOf(payload);
    }

    @Override
    public void write(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException {
        facts.write(events, writer);
        for (LoggedEvent event : events) {
            if (poison.contains(event.position())) {
                if (bug) {
                    throw new IllegalStateException("a bug at 'somebody@example.com'");
                }
                writer.execute("INSERT INTO lead (lead_id, owner) VALUES (NULL, 'somebody@example.com')");
            }
        }
    }
}
