package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.SealedCursor;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The leads behind a number, a page at a time in the order of the log: one for each unit that it counts, so as many as
 * the number says.
 *
 * @param position of the last event that the number knows; all pages know the same
 * @param nextCursor where the next page begins; null on the last one
 * @param inParts whether each counts in part, so that it has a weight
 * @param ofNoLead whether each belongs to no lead, so that it has a fact
 */
public record LeadsBehind(
        List<Unit> units, @Nullable String nextCursor, long position, boolean inParts, boolean ofNoLead) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    /** Of a cursor. */
    private static final int NUMBERS = 5;

    /**
     * A unit.
     *
     * @param leadId null for what belongs to no lead
     * @param pass null for what belongs to no pass
     * @param position of the event that makes it count
     * @param suppressionId where it is a suppression, or an attempt against one
     * @param amount where money is summed up
     * @param seconds where times are compared
     * @param weight where units count in part, how much this one does; their sum, rounded, is the number
     * @param fact what it is where it belongs to no lead; null elsewhere
     */
    public record Unit(
            @Nullable UUID leadId,
            @Nullable Integer pass,
            long position,
            @Nullable UUID suppressionId,
            @Nullable MoneyTotal amount,
            @Nullable Double seconds,
            @Nullable BigDecimal weight,
            @Nullable Fact fact) {
        /** How many columns {@link NumberCell#units} has. */
        static final int COLUMNS = 8;

        Unit of(UUID lead) {
            return new Unit(lead, pass, position, suppressionId, amount, seconds, weight, fact);
        }

        /** What tells it from others that the same event makes count; zero where there is no other. */
        UUID id() {
            if (fact != null) {
                return fact.id();
            }
            return suppressionId == null ? NO_ID : suppressionId;
        }

        /**
         * @param first the number of the first of these columns
         * @param kind what kind of fact it is; null where it is a lead's
         */
        static Unit read(ResultSet row, int first, @Nullable String kind) throws SQLException {
            int pass = row.getInt(first + 1);
            Integer ofPass = row.wasNull() ? null : (Integer) pass;
            UUID id = (UUID) row.getObject(first + 3);
            BigDecimal amount = row.getBigDecimal(first + 4);
            double seconds = row.getDouble(first + 6);
            Double took = row.wasNull() ? null : (Double) seconds;
            return new Unit(
                    (UUID) row.getObject(first),
                    ofPass,
                    row.getLong(first + 2),
                    kind == null ? id : null,
                    amount == null ? null : new MoneyTotal(amount, row.getString(first + 5)),
                    took,
                    row.getBigDecimal(first + 7),
                    kind == null || id == null ? null : new Fact(kind, id));
        }
    }

    /** What belongs to no lead. */
    public record Fact(String kind, UUID id) {}

    private static final UUID NO_ID = new UUID(0, 0);

    /**
     * Lists them.
     *
     * @param cursor the page before's {@code nextCursor}; null for the first page
     * @throws InvalidParameterException when the report has no such number, or the cursor is not one of this list
     */
    public static LeadsBehind ask(
            ReportQuery report, Snapshot snapshot, CellRequest request, int limit, @Nullable String cursor)
            throws SQLException {
        long[] from = cursor == null ? null : SealedCursor.read(cursor, request.text(), NUMBERS);
        Question question = from == null
                ? Question.of(report, request.question(), snapshot)
                : Question.knowing(
                        new Progress(from[0], null, SealedCursor.instant(from[1])),
                        report,
                        request.question(),
                        snapshot);
        long after = from == null ? 0 : from[2];
        UUID afterId = from == null ? NO_ID : new UUID(from[3], from[4]);
        NumberCell cell = NumberCell.of(request, question, report, snapshot);
        Sql units = cell.units();
        String none = "'00000000-0000-0000-0000-000000000000'";
        Sql page = Sql.of("SELECT * FROM (")
                .then(units)
                .then(Sql.of(
                        ") u WHERE (position, coalesce(unit_id, CAST(%1$s AS UUID))) > (?, CAST(? AS UUID)) "
                                        .formatted(none)
                                + "ORDER BY position, coalesce(unit_id, CAST(%1$s AS UUID)) LIMIT ?".formatted(none),
                        after,
                        afterId.toString(),
                        limit + 1));
        List<Unit> found = snapshot.query(page.text(), page.parameters(), row -> Unit.read(row, 1, cell.fact()));
        Progress known = question.known();
        if (found.size() <= limit) {
            return new LeadsBehind(found, null, known.position(), cell.inParts(), cell.fact() != null);
        }
        List<Unit> shown = found.subList(0, limit);
        Unit last = shown.getLast();
        UUID lastId = last.id();
        Instant at = known.recordedAt();
        String next = SealedCursor.text(
                request.text(),
                known.position(),
                at == null ? 0 : Micros.of(at),
                last.position(),
                lastId.getMostSignificantBits(),
                lastId.getLeastSignificantBits());
        return new LeadsBehind(List.copyOf(shown), next, known.position(), cell.inParts(), cell.fact() != null);
    }

    /** The position that a page of a list speaks for, of which the reader must know at least as much. */
    public static long position(String cursor, CellRequest request) {
        return SealedCursor.read(cursor, request.text(), NUMBERS)[0];
    }
}
