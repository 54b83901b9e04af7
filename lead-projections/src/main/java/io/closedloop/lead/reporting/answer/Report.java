package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, with everything that is needed to get the same one again.
 *
 * @param asOf what was recorded until then is in it; null only where nothing has ever been recorded
 * @param position of the last event that is in it
 * @param base what it is compared with; null where it is compared with nothing
 * @param rows all of them, in the order of their dates where the definition says so, then by main count descending,
 *     then by key, then by dimensions
 */
public record Report(
        ReportDefinition definition,
        ReportRequest request,
        @Nullable Instant asOf,
        long position,
        @Nullable Base base,
        List<Row> rows) {

    /** The other side of a comparison. */
    public record Base(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant asOf,
            long position) {}

    /** @param base the same row of what the report is compared with; null where it is compared with nothing */
    public record Row(ReportRow now, @Nullable ReportRow base) {
        /**
         * By how much each value is more than in the base, null where it is not known in both. In a ratio every part is
         * a difference.
         */
        public List<Cell> difference() {
            if (base == null) {
                return List.of();
            }
            var differences = new ArrayList<Cell>();
            List<Cell> before = base.cells();
            for (int i = 0; i < before.size(); i++) {
                differences.add(Difference.of(now.cells().get(i), before.get(i)));
            }
            return differences;
        }
    }

    public Report {
        rows = List.copyOf(rows);
    }

    /**
     * Asks a report.
     *
     * @throws InvalidParameterException when the request asks for something that cannot be answered
     */
    public static Report ask(ReportQuery report, Snapshot snapshot, ReportRequest request) throws SQLException {
        var question = Question.of(report, request, snapshot);
        var counting = Counting.of(question, report, snapshot);
        ReportRequest other = request.compared();
        Progress known = question.known();
        if (other == null) {
            counting.fillGaps();
            List<Row> rows =
                    counting.sorted().stream().map(row -> new Row(row, null)).toList();
            return new Report(report.definition(), request, known.recordedAt(), known.position(), null, rows);
        }
        var before = Question.of(report, other, snapshot);
        var base = Counting.of(before, report, snapshot);
        counting.addRowsOf(base);
        counting.fillGaps();
        base.addRowsOf(counting);
        base.sorted();
        List<Row> rows = counting.sorted().stream()
                .map(row -> new Row(row, base.row(row.key(), row.dimensions())))
                .toList();
        return new Report(
                report.definition(),
                request,
                known.recordedAt(),
                known.position(),
                new Base(
                        other.from(),
                        other.to(),
                        before.known().recordedAt(),
                        before.known().position()),
                rows);
    }
}
