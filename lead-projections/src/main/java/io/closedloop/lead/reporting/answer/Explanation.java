package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.SealedCursor;
import io.closedloop.lead.reporting.answer.LeadsBehind.Unit;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a number has changed between two instants: the units that came to count, no longer count, or count with another
 * amount, each with the events that were recorded in between.
 *
 * @param before the number as it was known at the earlier instant
 * @param now the number as it was known at the later one
 * @param changes in the order of the log
 * @param nextCursor where the next page of changes begins; null on the last one
 */
public record Explanation(
        Known before,
        Known now,
        List<Change> changes,
        @Nullable String nextCursor) {
    private static final int NUMBERS = 7;
    private static final String NO_ID = "CAST('00000000-0000-0000-0000-000000000000' AS UUID)";

    /**
     * A number at an instant.
     *
     * @param position of the last event that it knows
     * @param units how many it is made of
     * @param totals where they are money, their sum by currency
     */
    public record Known(@Nullable Instant asOf, long position, long units, List<MoneyTotal> totals) {}

    public enum Kind {
        /** It counts now and did not before. */
        ADDED,
        /** It counted before and does not now. */
        REMOVED,
        /** It counts as before, with another amount or length of time. */
        CHANGED
    }

    /**
     * What became of a unit.
     *
     * @param before as it counted; null when it did not
     * @param now as it counts; null when it does not
     * @param events those of its lead that were recorded in between and made the unit count, count no more, or count
     *     otherwise, in the order of the log; none when only time went by, as for an expired suppression, when what
     *     became of others moved it, as for the order of reasons, or when it belongs to no lead
     */
    public record Change(
            Kind kind, @Nullable Unit before, @Nullable Unit now, List<Event> events) {
        Change with(List<Event> moving) {
            return new Change(kind, before, now, moving);
        }

        /** The unit as it counts, or as it counted. */
        public Unit unit() {
            return now != null ? now : Objects.requireNonNull(before);
        }
    }

    /** An event of the log. */
    public record Event(long position, String type, Instant recordedAt) {}

    /**
     * Explains.
     *
     * @param earlier the instant that the number was known at first
     * @param cursor the page before's {@code nextCursor}; null for the first page
     * @throws InvalidParameterException when the report has no such number, or the cursor is not one of this list
     */
    public static Explanation ask(
            ReportQuery report,
            Snapshot snapshot,
            CellRequest request,
            Instant earlier,
            int limit,
            @Nullable String cursor)
            throws SQLException {
        ReportRequest then = request.question().asOf(earlier);
        long[] from = cursor == null ? null : SealedCursor.read(cursor, list(request, earlier), NUMBERS);
        Question before = from == null
                ? Question.of(report, then, snapshot)
                : Question.knowing(progress(from[0], from[1]), report, then, snapshot);
        Question now = from == null
                ? Question.of(report, request.question(), snapshot)
                : Question.knowing(progress(from[2], from[3]), report, request.question(), snapshot);
        long after = from == null ? 0 : from[4];
        UUID afterId = from == null ? new UUID(0, 0) : new UUID(from[5], from[6]);
        NumberCell cellBefore = NumberCell.of(request.of(then), before, report, snapshot);
        NumberCell cellNow = NumberCell.of(request, now, report, snapshot);
        Sql unitsBefore = cellBefore.units();
        Sql unitsNow = cellNow.units();
        List<Change> found = changes(unitsBefore, unitsNow, after, afterId, limit + 1, cellNow.fact(), snapshot);
        List<Change> shown = found.size() > limit ? found.subList(0, limit) : found;
        return new Explanation(
                known(before, unitsBefore, snapshot),
                known(now, unitsNow, snapshot),
                MovingEvents.of(shown, cellBefore, cellNow, report, snapshot),
                found.size() > limit ? next(shown.getLast().unit(), before, now, list(request, earlier)) : null);
    }

    /** The position that a page speaks for, of which the reader must know at least as much. */
    public static long position(String cursor, CellRequest request, Instant earlier) {
        return SealedCursor.read(cursor, list(request, earlier), NUMBERS)[2];
    }

    private static String list(CellRequest request, Instant earlier) {
        return "%s since %s".formatted(request.text(), earlier);
    }

    private static Progress progress(long position, long recordedAt) {
        return new Progress(position, null, SealedCursor.instant(recordedAt));
    }

    private static String next(Unit last, Question before, Question now, String list) {
        UUID id = last.id();
        return SealedCursor.text(
                list,
                before.known().position(),
                micros(before.known().recordedAt()),
                now.known().position(),
                micros(now.known().recordedAt()),
                last.position(),
                id.getMostSignificantBits(),
                id.getLeastSignificantBits());
    }

    private static long micros(@Nullable Instant instant) {
        return instant == null ? 0 : Micros.of(instant);
    }

    private static Known known(Question question, Sql units, Snapshot snapshot) throws SQLException {
        var totals = new TreeMap<String, BigDecimal>();
        Sql sums = Sql.of("SELECT count(*), currency, sum(amount) FROM (")
                .then(units)
                .then(") u GROUP BY currency");
        long count = 0;
        for (long part : snapshot.query(sums.text(), sums.parameters(), row -> {
            if (row.getString(2) != null) {
                totals.put(row.getString(2), row.getBigDecimal(3));
            }
            return row.getLong(1);
        })) {
            count += part;
        }
        return new Known(
                question.known().recordedAt(),
                question.known().position(),
                count,
                totals.entrySet().stream()
                        .map(total -> new MoneyTotal(total.getValue(), total.getKey()))
                        .toList());
    }

    private static List<Change> changes(
            Sql before, Sql now, long after, UUID afterId, int limit, @Nullable String fact, Snapshot snapshot)
            throws SQLException {
        Sql sql = Sql.of("WITH earlier AS (")
                .then(before)
                .then("), later AS (")
                .then(now)
                .then(Sql.of("""
                        )
                        SELECT * FROM (
                            SELECT e.*, l.*,
                                coalesce(l.position, e.position) AS unit_position,
                                coalesce(l.unit_id, e.unit_id, %1$s) AS unit_key
                            FROM earlier e
                            FULL JOIN later l
                            ON l.lead_id IS NOT DISTINCT FROM e.lead_id
                               AND l.pass IS NOT DISTINCT FROM e.pass
                               AND l.position = e.position
                               AND l.unit_id IS NOT DISTINCT FROM e.unit_id
                            WHERE e.position IS NULL OR l.position IS NULL
                               OR e.amount IS DISTINCT FROM l.amount
                               OR e.currency IS DISTINCT FROM l.currency
                               OR e.seconds IS DISTINCT FROM l.seconds
                               OR e.weight IS DISTINCT FROM l.weight)
                        WHERE (unit_position, unit_key) > (?, CAST(? AS UUID))
                        ORDER BY unit_position, unit_key
                        LIMIT ?
                        """.formatted(NO_ID), after, afterId.toString(), limit));
        return snapshot.query(sql.text(), sql.parameters(), row -> {
            Unit was = unit(row, 1, fact);
            Unit is = unit(row, 1 + Unit.COLUMNS, fact);
            return new Change(was == null ? Kind.ADDED : is == null ? Kind.REMOVED : Kind.CHANGED, was, is, List.of());
        });
    }

    /** Every unit has the position of the event that makes it count. */
    private static @Nullable Unit unit(ResultSet row, int first, @Nullable String fact) throws SQLException {
        return row.getObject(first + 2) == null ? null : Unit.read(row, first, fact);
    }
}
