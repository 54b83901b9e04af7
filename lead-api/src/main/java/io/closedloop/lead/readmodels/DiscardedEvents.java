package io.closedloop.lead.readmodels;

import io.closedloop.lead.columnstore.Discards;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The events that an operator has given up, for all present and later instances. They are left out only where they
 * cannot be written: read models that are rebuilt by a program that can write them have them.
 */
public class DiscardedEvents implements Discards {
    private final JdbcClient database;

    DiscardedEvents(JdbcClient database) {
        this.database = database;
    }

    @Override
    public boolean contains(String eventId) {
        return database.sql("select exists (select 1 from discarded_event where event_id = :id)")
                .param("id", eventId)
                .query(Boolean.class)
                .single();
    }

    /**
     * Gives an event up; that it was given up before changes nothing.
     *
     * @param by the name of the key with which it was done
     */
    public void add(String eventId, String by) {
        if (!contains(eventId)) {
            database.sql("""
                            insert into discarded_event (event_id, discarded_by, discarded_at)
                            values (:id, :by, current_timestamp)""").param("id", eventId).param("by", by).update();
        }
    }
}
