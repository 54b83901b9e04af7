package io.closedloop.lead.facts.passes;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.lifecycle.LeadRegistered;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the leads that a batch is about. What they were before is remembered from earlier batches or read in one
 * query; what they have become is written in a few statements, however many events the batch has.
 */
final class LeadRows {
    /** A corrected source is that of the lead's earlier passes too. */
    private static final String CORRECT_EARLIER_PASSES = """
            UPDATE pass
            SET channel = l.channel, origin = l.origin, campaign = l.campaign,
                landing_page = l.landing_page, sourced_by = l.sourced_by
            FROM lead l
            WHERE l.lead_id IN (SELECT lead_id FROM batch_lead) AND pass.lead_id = l.lead_id AND pass.pass < l.pass
            """;

    private final Map<UUID, LeadRow> leads;
    private final RecentRows recent;
    private final DuckDbWriter writer;

    private LeadRows(Map<UUID, LeadRow> leads, RecentRows recent, DuckDbWriter writer) {
        this.leads = leads;
        this.recent = recent;
        this.writer = writer;
    }

    static LeadRows before(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException {
        RecentRows recent = writer.remembered(RecentRows.class, RecentRows::new);
        return new LeadRows(leadsBefore(events, recent, writer), recent, writer);
    }

    /** The row of a lead; null where it was never registered. */
    @Nullable
    LeadRow of(UUID lead) {
        return leads.get(lead);
    }

    /** Whether there was none of this lead. */
    boolean add(LeadRow lead) {
        return leads.put(lead.leadId, lead) == null;
    }

    /** Puts new rows in the place of those that the batch has changed. */
    void replaceChanged() throws SQLException {
        List<LeadRow> changed =
                leads.values().stream().filter(lead -> lead.changed).toList();
        replace(changed, writer);
        correctEarlierPasses(
                changed.stream()
                        .filter(lead -> lead.sourceCorrected)
                        .map(lead -> lead.leadId)
                        .toList(),
                writer);
        recent.keep(leads.values());
    }

    private static Map<UUID, LeadRow> leadsBefore(List<LoggedEvent> events, RecentRows recent, DuckDbWriter writer)
            throws SQLException {
        var leads = new HashMap<UUID, LeadRow>();
        var registered = new HashSet<UUID>();
        var toRead = new HashSet<UUID>();
        for (LoggedEvent event : events) {
            UUID lead = event.stream();
            if (event.payload() instanceof LeadRegistered) {
                registered.add(lead);
            } else if (PassWriter.changesALeadOfBefore(event.payload())
                    && !leads.containsKey(lead)
                    && !registered.contains(lead)) {
                LeadRow row = recent.of(lead);
                if (row == null) {
                    toRead.add(lead);
                } else {
                    leads.put(lead, row);
                }
            }
        }
        if (!toRead.isEmpty()) {
            read(toRead, leads, writer);
        }
        return leads;
    }

    private static void read(Set<UUID> toRead, Map<UUID, LeadRow> leads, DuckDbWriter writer) throws SQLException {
        name(toRead, writer);
        writer.query(LeadRow.OF_THE_BATCH, row -> {
            LeadRow lead = LeadRow.read(row);
            leads.put(lead.leadId, lead);
        });
        writer.execute("DELETE FROM batch_lead");
    }

    private static void name(Collection<UUID> leads, DuckDbWriter writer) throws SQLException {
        try (RowAppender ids = writer.appendTemporary("batch_lead")) {
            for (UUID id : leads) {
                ids.begin().uuid("lead_id", id).end();
            }
        }
    }

    private static void replace(List<LeadRow> changed, DuckDbWriter writer) throws SQLException {
        delete("lead", changed.stream().map(LeadRow::storedPosition), writer);
        delete(
                "pass",
                changed.stream().flatMap(lead -> lead.changedPasses().stream()).map(PassRow::storedPosition),
                writer);
        try (RowAppender leads = writer.append("lead");
                RowAppender passes = writer.append("pass")) {
            for (LeadRow lead : changed) {
                lead.append(leads, passes);
            }
        }
    }

    /** @param positions of the rows, null for one that is not in the table */
    private static void delete(String table, Stream<@Nullable Long> positions, DuckDbWriter writer)
            throws SQLException {
        long[] outdated =
                positions.filter(Objects::nonNull).mapToLong(Long::longValue).toArray();
        if (outdated.length == 0) {
            return;
        }
        try (RowAppender rows = writer.appendTemporary("outdated")) {
            for (long position : outdated) {
                rows.begin().bigint("position", position).end();
            }
        }
        // The bound spares looking at all that was written before.
        writer.execute("DELETE FROM %s WHERE position >= %d AND position IN (SELECT position FROM outdated)"
                .formatted(table, Arrays.stream(outdated).min().getAsLong()));
        writer.execute("DELETE FROM outdated");
    }

    private static void correctEarlierPasses(List<UUID> corrected, DuckDbWriter writer) throws SQLException {
        if (corrected.isEmpty()) {
            return;
        }
        name(corrected, writer);
        writer.execute(CORRECT_EARLIER_PASSES);
        writer.execute("DELETE FROM batch_lead");
    }
}
