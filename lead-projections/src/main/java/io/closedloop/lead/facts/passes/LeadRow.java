package io.closedloop.lead.facts.passes;

import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.facts.kind.SourceColumns;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code lead} with that of its current pass, and those of passes it began, while a batch changes them. */
final class LeadRow {
    /** All leads that stand in {@code batch_lead}, each with its current pass. */
    static final String OF_THE_BATCH = """
            SELECT l.lead_id, epoch_us(l.registered_at), l.registered_position, l.stage, epoch_us(l.stage_since), l.owner,
                   l.channel, l.origin, l.campaign, l.landing_page, l.sourced_by, l.expected_amount, l.expected_currency,
                   l.position,
            """ + PassRow.SELECTED + """
            FROM lead l
            JOIN pass p ON p.position = l.position
            WHERE l.lead_id IN (SELECT lead_id FROM batch_lead)
            """;

    final UUID leadId;
    private final long registeredAt;
    private final long registeredPosition;
    Status stage;
    long stageSince;

    @Nullable
    String owner;

    Source source;

    @Nullable
    BigDecimal expectedAmount;

    @Nullable
    String expectedCurrency;

    long position;
    /** What the table's row has as its position; null while there is none. */
    private @Nullable Long storedPosition;

    boolean sourceCorrected;
    boolean changed;
    PassRow current;
    /** The passes whose rows this batch has to write, oldest first. */
    private final List<PassRow> changedPasses = new ArrayList<>(1);

    LeadRow(UUID leadId, long registeredAt, long position, Source source, PassRow first) {
        this.leadId = leadId;
        this.registeredAt = registeredAt;
        this.registeredPosition = position;
        this.stage = Status.INQUIRY;
        this.stageSince = registeredAt;
        this.source = source;
        this.current = first;
        this.position = position;
    }

    private LeadRow(ResultSet row) throws SQLException {
        leadId = (UUID) row.getObject(1);
        registeredAt = row.getLong(2);
        registeredPosition = row.getLong(3);
        stage = Status.valueOf(row.getString(4));
        stageSince = row.getLong(5);
        owner = row.getString(6);
        source = new Source(
                Channel.valueOf(row.getString(7)),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                SourcedBy.valueOf(row.getString(11)));
        expectedAmount = row.getBigDecimal(12);
        expectedCurrency = row.getString(13);
        position = row.getLong(14);
        storedPosition = position;
        current = PassRow.read(row, 15);
    }

    static LeadRow read(ResultSet row) throws SQLException {
        return new LeadRow(row);
    }

    /** Marks both rows as true for an event. */
    void changedBy(long eventPosition) {
        position = eventPosition;
        changed = true;
        current.position = eventPosition;
        if (changedPasses.isEmpty() || changedPasses.getLast() != current) {
            changedPasses.add(current);
        }
    }

    /** What this batch had to write is in its tables; the next one begins from here. */
    void written() {
        changed = false;
        sourceCorrected = false;
        storedPosition = position;
        changedPasses.forEach(PassRow::written);
        changedPasses.clear();
    }

    @Nullable
    Long storedPosition() {
        return storedPosition;
    }

    List<PassRow> changedPasses() {
        return changedPasses;
    }

    void expect(@Nullable Money amount) {
        expectedAmount = amount == null ? null : amount.amount();
        expectedCurrency = amount == null ? null : amount.currency().getCurrencyCode();
    }

    void append(RowAppender leads, RowAppender passes) throws SQLException {
        RowAppender row = leads.begin()
                .uuid("lead_id", leadId)
                .timestamp("registered_at", registeredAt)
                .bigint("registered_position", registeredPosition)
                .name("stage", stage)
                .timestamp("stage_since", stageSince)
                .integer("pass", current.pass)
                .text("owner", owner);
        SourceColumns.append(row, source)
                .amount("expected_amount", expectedAmount)
                .text("expected_currency", expectedCurrency)
                .bigint("position", position)
                .end();
        for (PassRow pass : changedPasses) {
            pass.append(passes, leadId, source);
        }
    }
}
