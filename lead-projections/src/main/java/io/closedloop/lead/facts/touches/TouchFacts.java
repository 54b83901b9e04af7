package io.closedloop.lead.facts.touches;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.columnstore.StoreSchema.Table;
import io.closedloop.lead.facts.kind.KindOfFacts;
import io.closedloop.lead.lifecycle.TouchRecorded;
import java.sql.SQLException;
import java.util.List;

/**
 * The touches of leads: {@code touch} is append-only, one row per touch. Its id is as it is stored in the log, in
 * clear; a touch's note is nowhere here.
 */
public final class TouchFacts implements KindOfFacts {
    private static final Table TOUCH = new Table("touch", """
            CREATE TABLE touch (
                position BIGINT NOT NULL,
                lead_id UUID NOT NULL,
                pass INTEGER NOT NULL,
                touch_id VARCHAR NOT NULL,
                type VARCHAR NOT NULL,
                touched_by VARCHAR NOT NULL,
                reached_human BOOLEAN,
                channel VARCHAR,
                campaign VARCHAR,
                content VARCHAR,
                occurred_at TIMESTAMP NOT NULL,
                recorded_at TIMESTAMP NOT NULL)
            """);

    @Override
    public List<Table> tables() {
        return List.of(TOUCH);
    }

    @Override
    public Writing begin(List<LoggedEvent> batch, DuckDbWriter writer) throws SQLException {
        return new TouchWriter(writer.append(TOUCH.name()));
    }

    private record TouchWriter(RowAppender touches) implements Writing {
        @Override
        public void write(LoggedEvent event) throws SQLException {
            if (event.payload() instanceof TouchRecorded touch) {
                touches.begin()
                        .bigint("position", event.position())
                        .uuid("lead_id", touch.leadId().value())
                        .integer("pass", touch.pass())
                        .text("touch_id", touch.touchId())
                        .name("type", touch.type())
                        .name("touched_by", touch.by())
                        .bool("reached_human", touch.reachedHuman())
                        .name("channel", touch.channel())
                        .text("campaign", touch.campaign())
                        .text("content", touch.content())
                        .timestamp("occurred_at", Micros.of(touch.occurredAt()))
                        .timestamp("recorded_at", Micros.of(event.recordedAt()))
                        .end();
            }
        }

        @Override
        public void close() throws SQLException {
            touches.close();
        }
    }
}
