package io.closedloop.lead.facts;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Projection;
import io.closedloop.lead.columnstore.StoreSchema;
import io.closedloop.lead.facts.kind.KindOfFacts;
import io.closedloop.lead.facts.passes.PassFacts;
import io.closedloop.lead.facts.suppressions.SuppressionFacts;
import io.closedloop.lead.facts.touches.TouchFacts;
import io.closedloop.lead.stream.StreamEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Turns events into facts of all kinds; of an event of a stream that no kind keeps anything of, it makes nothing. */
public final class FactsProjection implements Projection {
    /** Raised with every change of a table or of what is written into it; stores of another version fill themselves. */
    private static final int VERSION = 8;

    private static final List<KindOfFacts> KINDS = List.of(new PassFacts(), new SuppressionFacts(), new TouchFacts());

    private static final StoreSchema SCHEMA = new StoreSchema(
            VERSION,
            KINDS.stream().flatMap(kind -> kind.tables().stream()).toList(),
            KINDS.stream().flatMap(kind -> kind.temporaryTables().stream()).toList());

    @Override
    public StoreSchema schema() {
        return SCHEMA;
    }

    @Override
    public UUID streamOf(Object payload) {
        if (payload instanceof StreamEvent event) {
            return event.streamId();
        }
        throw new IllegalArgumentException(payload.getClass().getName() + " is not an event of the log");
    }

    @Override
    public void write(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException {
        var kinds = new AllKinds(new ArrayList<>(KINDS.size()));
        try (kinds) {
            for (KindOfFacts kind : KINDS) {
                kinds.all.add(kind.begin(events, writer));
            }
            for (LoggedEvent event : events) {
                kinds.write(event);
            }
        }
        kinds.finish();
    }

    private record AllKinds(List<KindOfFacts.Writing> all) implements KindOfFacts.Writing {
        @Override
        public void write(LoggedEvent event) throws SQLException {
            for (KindOfFacts.Writing kind : all) {
                kind.write(event);
            }
        }

        @Override
        public void finish() throws SQLException {
            for (KindOfFacts.Writing kind : all) {
                kind.finish();
            }
        }

        @Override
        public void close() throws SQLException {
            var failures = new ArrayList<SQLException>();
            for (KindOfFacts.Writing kind : all) {
                try {
                    kind.close();
                } catch (SQLException e) {
                    failures.add(e);
                }
            }
            if (!failures.isEmpty()) {
                SQLException first = failures.getFirst();
                failures.subList(1, failures.size()).forEach(first::addSuppressed);
                throw first;
            }
        }
    }
}
