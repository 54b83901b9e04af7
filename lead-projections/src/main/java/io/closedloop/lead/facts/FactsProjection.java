package io.closedloop.lead.facts;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Projection;
import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.columnstore.StoreSchema;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Turns the events of leads and suppressions into facts. What a batch needs to know of the leads before it is at hand
 * from the batches before, or is read in one query; what it changes is written in a few statements, however many events
 * it has.
 */
public final class FactsProjection implements Projection {
    /** In the order of {@code lead}'s columns. */
    private static final String MERGE_LEADS =
            "INSERT OR REPLACE INTO lead SELECT * EXCLUDE (source_corrected) FROM lead_staging";

    private static final String MERGE_PASSES = "INSERT OR REPLACE INTO pass SELECT * FROM pass_staging";

    /** A corrected source is that of the lead's earlier passes too. */
    private static final String CORRECT_EARLIER_PASSES = """
            UPDATE pass
            SET channel = s.channel, origin = s.origin, campaign = s.campaign,
                landing_page = s.landing_page, sourced_by = s.sourced_by
            FROM lead_staging s
            WHERE s.source_corrected AND pass.lead_id = s.lead_id AND pass.pass < s.pass
            """;

    @Override
    public StoreSchema schema() {
        return FactTables.SCHEMA;
    }

    @Override
    public UUID streamOf(Object payload) {
        return switch (payload) {
            case LeadEvent event -> event.leadId().value();
            case SuppressionEvent event -> event.suppressionId().value();
            default ->
                throw new IllegalArgumentException("neither a lead's nor a suppression's event: "
                        + payload.getClass().getName());
        };
    }

    @Override
    public void write(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException {
        RecentRows recent = writer.remembered(RecentRows.class, RecentRows::new);
        Map<UUID, LeadRow> leads = leadsBefore(events, recent, writer);
        try (var appenders = FactAppenders.of(writer)) {
            var facts = new FactWriter(leads, appenders);
            for (LoggedEvent event : events) {
                facts.write(event);
            }
        }
        merge(leads, writer);
        recent.keep(leads.values());
    }

    private static Map<UUID, LeadRow> leadsBefore(List<LoggedEvent> events, RecentRows recent, DuckDbWriter writer)
            throws SQLException {
        var leads = new HashMap<UUID, LeadRow>();
        var toRead = new HashSet<UUID>();
        for (LoggedEvent event : events) {
            if (FactWriter.changesALeadOfBefore(event.payload()) && !leads.containsKey(event.stream())) {
                LeadRow row = recent.of(event.stream());
                if (row == null) {
                    toRead.add(event.stream());
                } else {
                    leads.put(event.stream(), row);
                }
            }
        }
        if (!toRead.isEmpty()) {
            read(toRead, leads, writer);
        }
        return leads;
    }

    private static void read(Set<UUID> toRead, Map<UUID, LeadRow> leads, DuckDbWriter writer) throws SQLException {
        try (RowAppender ids = writer.appendTemporary("batch_lead")) {
            for (UUID id : toRead) {
                ids.begin().uuid(id).end();
            }
        }
        writer.query(LeadRow.OF_THE_BATCH, row -> {
            LeadRow lead = LeadRow.read(row);
            leads.put(lead.leadId, lead);
        });
        writer.execute("DELETE FROM batch_lead");
    }

    private static void merge(Map<UUID, LeadRow> leads, DuckDbWriter writer) throws SQLException {
        List<LeadRow> changed =
                leads.values().stream().filter(lead -> lead.changed).toList();
        if (changed.isEmpty()) {
            return;
        }
        try (RowAppender leadStaging = writer.appendTemporary("lead_staging");
                RowAppender passStaging = writer.appendTemporary("pass_staging")) {
            for (LeadRow lead : changed) {
                lead.append(leadStaging, passStaging);
            }
        }
        writer.execute(MERGE_LEADS);
        writer.execute(MERGE_PASSES);
        if (changed.stream().anyMatch(lead -> lead.sourceCorrected)) {
            writer.execute(CORRECT_EARLIER_PASSES);
        }
        writer.execute("DELETE FROM lead_staging");
        writer.execute("DELETE FROM pass_staging");
    }
}
