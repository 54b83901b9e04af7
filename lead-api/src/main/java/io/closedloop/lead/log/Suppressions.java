package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The suppressions, as far as they are durable. The result may be old when it arrives; only the appender's checks
 * count. Every method throws {@link StoreUnavailableException} when the database cannot be asked.
 */
public final class Suppressions {
    private static final String SELECT = "select " + SuppressionRow.COLUMNS + " from suppression where ";

    private final DataSource dataSource;
    private final Visibility visibility;
    private final DatabaseClock clock;

    public Suppressions(DataSource dataSource, Visibility visibility) {
        this(dataSource, visibility, DatabaseClock.OWN);
    }

    /** @param clock what the appender judges by as well */
    Suppressions(DataSource dataSource, Visibility visibility, DatabaseClock clock) {
        this.dataSource = dataSource;
        this.visibility = visibility;
        this.clock = clock;
    }

    /**
     * The time by which the appender judges whether a suppression has ended by itself: whoever tells which ones are
     * active goes by the same.
     */
    public Instant judgedAt() {
        return Reading.from(dataSource, connection -> {
            LogHead head = LogHeadRow.read(connection);
            return clock.judging(visibility.dialect().time(connection), head.recordedAt());
        });
    }

    /**
     * Where a page ended.
     *
     * @param disqualifiedPosition of the page's last suppression
     * @param suppressionId of the page's last suppression
     */
    public record Cursor(long disqualifiedPosition, SuppressionId suppressionId) {}

    /**
     * Which suppressions to list.
     *
     * @param active only those that are active, or only those that are not; null: both
     * @param reason only those with this reason's code; null: any
     */
    public record Filter(@Nullable Boolean active, @Nullable String reason) {}

    /** @return the suppression with the id; empty when there is none */
    public Optional<KnownSuppression> find(SuppressionId id) {
        return read(SELECT + "suppression_id = ?", select -> select.setObject(1, id.value())).stream()
                .findFirst();
    }

    /** All suppressions that come from a lead, whatever became of them, oldest first. */
    public List<KnownSuppression> ofLead(LeadId leadId) {
        return read(
                SELECT + "lead_id = ? order by disqualified_position, kind, hash",
                select -> select.setObject(1, leadId.value()));
    }

    /** The suppressions that stand against the identities at the given instant, oldest first. */
    public List<KnownSuppression> active(Collection<IdentityHash> identities, Instant at) {
        var wanted = Set.copyOf(identities);
        Object[] hashes = wanted.stream()
                .flatMap(it -> Stream.of(it.hash(), it.former()))
                .filter(Objects::nonNull)
                .toArray();
        Object[] bases = wanted.stream()
                .map(IdentityHash::sharedBase)
                .filter(Objects::nonNull)
                .toArray();
        return read(SELECT + """
                        suppression_id in (
                            select suppression_id from suppression where hash = any(?)
                            union select suppression_id from suppression where base = any(?))
                        and ended_by is null order by disqualified_position, kind, hash""", select -> {
                    Columns.setTexts(select, 1, hashes);
                    Columns.setTexts(select, 2, bases);
                })
                .stream()
                .filter(it -> wanted.stream().anyMatch(it::covers) && it.activeAt(at))
                .toList();
    }

    /**
     * A page of suppressions, newest first.
     *
     * @param after where the page before ended; null for the first page
     * @param limit how many at most
     * @param at the instant by which active and expired are told apart
     */
    public List<KnownSuppression> page(Filter filter, @Nullable Cursor after, int limit, Instant at) {
        var conditions = new ArrayList<String>();
        var values = new ArrayList<Object>();
        if (filter.active() != null) {
            String active = "ended_by is null and (expires_at is null or expires_at > ?)";
            conditions.add(filter.active() ? active : "not (" + active + ")");
            values.add(Columns.timestamp(at));
        }
        if (filter.reason() != null) {
            conditions.add("reason = ?");
            values.add(filter.reason());
        }
        if (after != null) {
            conditions.add("(disqualified_position, suppression_id) < (?, ?)");
            values.add(after.disqualifiedPosition());
            values.add(after.suppressionId().value());
        }
        String where = conditions.isEmpty() ? "1 = 1" : String.join(" and ", conditions);
        return read(
                SELECT + where + " order by disqualified_position desc, suppression_id desc fetch first ? rows only",
                select -> {
                    int parameter = 1;
                    for (Object value : values) {
                        select.setObject(parameter++, value);
                    }
                    select.setInt(parameter, limit);
                });
    }

    /**
     * Suppressions of e-mail addresses that may have a base, but have none because they were hashed under the former
     * spelling, and that nothing has ended: oldest first.
     *
     * @param after where the page before ended; null for the first page
     * @param limit how many at most
     */
    public List<KnownSuppression> withoutBase(@Nullable Cursor after, int limit) {
        return read(SELECT + """
                spelling = 1 and base is null and kind = 'EMAIL' and ended_by is null
                and (disqualified_position, suppression_id) > (?, ?)
                order by disqualified_position, suppression_id fetch first ? rows only""", select -> {
            select.setLong(1, after == null ? -1 : after.disqualifiedPosition());
            select.setObject(
                    2, after == null ? new UUID(0, 0) : after.suppressionId().value());
            select.setInt(3, limit);
        });
    }

    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement select) throws SQLException;
    }

    private List<KnownSuppression> read(String sql, Parameters parameters) {
        return EventLog.readDurably(dataSource, visibility, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                parameters.set(select);
                try (ResultSet row = select.executeQuery()) {
                    var found = new ArrayList<KnownSuppression>();
                    while (row.next()) {
                        found.add(SuppressionRow.read(row));
                    }
                    return found;
                }
            }
        });
    }
}
