package io.closedloop.lead.facts.passes;

import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.facts.kind.SourceColumns;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Source;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code pass} while a batch changes it. Times are microseconds. */
final class PassRow {
    /** The columns of {@code pass p} that a lead's current pass is read with; the lead brings its source. */
    static final String SELECTED = """
            p.pass, p.playbook_version, p.owner,
            epoch_us(p.inquiry_at), epoch_us(p.mql_at), epoch_us(p.accepted_at), epoch_us(p.sql_at),
            epoch_us(p.won_at), epoch_us(p.lost_at), epoch_us(p.disqualified_at), epoch_us(p.nurture_at),
            p.inquiry_position, p.mql_position, p.accepted_position, p.sql_position,
            p.won_position, p.lost_position, p.disqualified_position, p.nurture_position,
            p.accepted_implied, epoch_us(p.rejected_at), p.rejected_position,
            epoch_us(p.recycled_at), p.recycled_position, p.won_amount, p.won_currency,
            p.lost_reason, p.lost_derailed, p.disqualified_reason, p.disqualified_duplicate, p.disqualified_from, p.reopened_position, p.position
            """;

    final int pass;
    private final int playbookVersion;
    private final Map<StageEntry, Moment> entered = new EnumMap<>(StageEntry.class);

    @Nullable
    String owner;

    private boolean acceptedImplied;
    private @Nullable Moment rejected;
    private @Nullable Moment recycled;
    private @Nullable BigDecimal wonAmount;
    private @Nullable String wonCurrency;
    private @Nullable String lostReason;
    private boolean lostDerailed;
    private @Nullable String disqualifiedReason;
    private boolean disqualifiedDuplicate;
    private @Nullable Status disqualifiedFrom;
    private @Nullable Long reopenedPosition;
    long position;
    /** What the table's row has as its position; null while there is none. */
    private @Nullable Long storedPosition;

    PassRow(int pass, int playbookVersion, @Nullable String owner) {
        this.pass = pass;
        this.playbookVersion = playbookVersion;
        this.owner = owner;
    }

    /** @param first the index of the first of the {@link #SELECTED} columns */
    static PassRow read(ResultSet row, int first) throws SQLException {
        int i = first;
        var read = new PassRow(row.getInt(i++), row.getInt(i++), row.getString(i++));
        for (StageEntry entry : StageEntry.ALL) {
            Moment moment = moment(row, i, i + StageEntry.ALL.size());
            if (moment != null) {
                read.entered.put(entry, moment);
            }
            i++;
        }
        i += StageEntry.ALL.size();
        read.acceptedImplied = row.getBoolean(i++);
        read.rejected = moment(row, i, i + 1);
        read.recycled = moment(row, i + 2, i + 3);
        i += 4;
        read.wonAmount = row.getBigDecimal(i++);
        read.wonCurrency = row.getString(i++);
        read.lostReason = row.getString(i++);
        read.lostDerailed = row.getBoolean(i++);
        read.disqualifiedReason = row.getString(i++);
        read.disqualifiedDuplicate = row.getBoolean(i++);
        String from = row.getString(i++);
        read.disqualifiedFrom = from == null ? null : Status.valueOf(from);
        read.reopenedPosition = nullable(row, i++);
        read.position = row.getLong(i);
        read.written();
        return read;
    }

    private static @Nullable Moment moment(ResultSet row, int at, int position) throws SQLException {
        Long micros = nullable(row, at);
        return micros == null ? null : new Moment(micros, row.getLong(position));
    }

    private static @Nullable Long nullable(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    void enter(StageEntry entry, Moment when) {
        entered.putIfAbsent(entry, when);
    }

    void accepted(Moment when, boolean implied) {
        enter(StageEntry.ACCEPTED, when);
        acceptedImplied = implied;
    }

    void rejected(Moment when) {
        rejected = when;
    }

    void recycled(Moment when) {
        recycled = when;
        enter(StageEntry.NURTURE, when);
    }

    void won(Moment when, Money amount) {
        enter(StageEntry.WON, when);
        amend(amount);
    }

    void amend(Money amount) {
        wonAmount = amount.amount();
        wonCurrency = amount.currency().getCurrencyCode();
    }

    void lost(Moment when, String reason, boolean derailed) {
        enter(StageEntry.LOST, when);
        amend(reason, derailed);
    }

    void amend(String reason, boolean derailed) {
        lostReason = reason;
        lostDerailed = derailed;
    }

    /** A pass that is disqualified once more after a reinstatement has been so before: the first time stands. */
    void disqualified(Moment when, String reason, boolean duplicate, Status from) {
        if (!entered.containsKey(StageEntry.DISQUALIFIED)) {
            enter(StageEntry.DISQUALIFIED, when);
            disqualifiedReason = reason;
            disqualifiedDuplicate = duplicate;
            disqualifiedFrom = from;
        }
    }

    /** The closure is void, as if it had never been; what counts is how the pass closes again. */
    void reopened(long position) {
        entered.remove(StageEntry.WON);
        entered.remove(StageEntry.LOST);
        wonAmount = null;
        wonCurrency = null;
        lostReason = null;
        lostDerailed = false;
        reopenedPosition = position;
    }

    @Nullable
    Long storedPosition() {
        return storedPosition;
    }

    void written() {
        storedPosition = position;
    }

    void append(RowAppender table, UUID leadId, Source source) throws SQLException {
        RowAppender row = table.begin()
                .uuid("lead_id", leadId)
                .integer("pass", pass)
                .integer("playbook_version", playbookVersion)
                .text("owner", owner);
        SourceColumns.append(row, source);
        for (StageEntry entry : StageEntry.ALL) {
            row.timestamp(entry.column(), Moment.at(entered.get(entry)));
        }
        int reached = 0;
        for (StageEntry entry : StageEntry.ALL) {
            Moment when = entered.get(entry);
            reached |= when == null ? 0 : entry.bit();
            row.bigint(entry.positionColumn(), Moment.position(when));
        }
        row.integer(StageEntry.REACHED, reached)
                .bool("accepted_implied", acceptedImplied)
                .timestamp("rejected_at", Moment.at(rejected))
                .bigint("rejected_position", Moment.position(rejected))
                .timestamp("recycled_at", Moment.at(recycled))
                .bigint("recycled_position", Moment.position(recycled))
                .amount("won_amount", wonAmount)
                .text("won_currency", wonCurrency)
                .text("lost_reason", lostReason)
                .bool("lost_derailed", lostDerailed)
                .text("disqualified_reason", disqualifiedReason)
                .bool("disqualified_duplicate", disqualifiedDuplicate)
                .name("disqualified_from", disqualifiedFrom)
                .bigint("reopened_position", reopenedPosition)
                .bigint("position", position)
                .end();
    }
}
