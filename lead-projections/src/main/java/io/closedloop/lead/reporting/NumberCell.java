package io.closedloop.lead.reporting;

import io.closedloop.lead.columnstore.Snapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number of a report with the units behind it. The units come from the same relation, under the same conditions, as
 * the number itself.
 */
final class NumberCell {
    private static final String NUMERATOR = "_numerator";
    private static final String DENOMINATOR = "_denominator";
    private static final String OPEN = "_open";

    private final Question question;
    private final CellRequest request;
    private final Measure measure;
    /** The rows whose units count, by their dimensions; a list shorter than all dimensions stands for all rows. */
    private final List<List<String>> rows;

    private NumberCell(Question question, CellRequest request, Measure measure, List<List<String>> rows) {
        this.question = question;
        this.request = request;
        this.measure = measure;
        this.rows = rows;
    }

    /** @throws InvalidParameterException when the report has no such number */
    static NumberCell of(CellRequest request, Question question, ReportQuery report, Snapshot snapshot)
            throws SQLException {
        for (Formula formula : report.formulas(question)) {
            Measure measure = measure(formula, request);
            if (measure != null) {
                return new NumberCell(question, request, measure, rows(formula, request, question, report, snapshot));
            }
        }
        throw new InvalidParameterException(
                "column",
                "the report %s has no number '%s' with basis=%s"
                        .formatted(
                                report.definition().id(),
                                request.column(),
                                question.request().basis().parameter()));
    }

    /** The same number of the same rows, counted of what another question sees. */
    NumberCell seenBy(Question other, ReportQuery report) {
        Measure same = report.formulas(other).stream()
                .<Measure>mapMulti((formula, found) -> {
                    Measure measure = measure(formula, request);
                    if (measure != null) {
                        found.accept(measure);
                    }
                })
                .findFirst()
                .orElseThrow();
        return new NumberCell(other, request, same, rows);
    }

    private static @Nullable Measure measure(Formula formula, CellRequest request) {
        String name = formula.column().name();
        return request.column().startsWith(name)
                ? part(formula, request.column().substring(name.length()))
                : null;
    }

    private static List<List<String>> rows(
            Formula formula, CellRequest request, Question question, ReportQuery report, Snapshot snapshot)
            throws SQLException {
        List<String> row = request.dimensions();
        if (formula instanceof Formula.Share && request.column().endsWith(DENOMINATOR)) {
            return List.of(row.subList(0, 1));
        }
        return formula instanceof Formula.CumulativeShare
                ? upTo(row, request, question, report, snapshot)
                : List.of(row);
    }

    private static @Nullable Measure part(Formula formula, String suffix) {
        boolean whole = suffix.isEmpty();
        return switch (formula) {
            case Formula.Count count -> whole ? count.of() : null;
            case Formula.Rate rate ->
                switch (suffix) {
                    case "", NUMERATOR -> rate.numerator();
                    case DENOMINATOR -> rate.denominator();
                    case OPEN -> rate.open();
                    default -> null;
                };
            case Formula.Share share ->
                whole || suffix.equals(NUMERATOR) || suffix.equals(DENOMINATOR) ? share.of() : null;
            case Formula.CumulativeShare share -> whole ? share.of() : null;
            case Formula.Total total -> whole ? total.of() : null;
            case Formula.Quantile quantile -> whole ? quantile.of() : null;
        };
    }

    /** The rows of the same key and first dimension down to this one. */
    private static List<List<String>> upTo(
            List<String> row, CellRequest request, Question question, ReportQuery report, Snapshot snapshot)
            throws SQLException {
        var upTo = new ArrayList<List<String>>();
        Counting counting = Counting.of(question, report, snapshot);
        counting.fillGaps();
        for (ReportRow other : counting.sorted()) {
            boolean sameWhole = other.dimensions().getFirst().equals(row.getFirst())
                    && other.key().isWrittenAs(request.key());
            if (sameWhole) {
                upTo.add(other.dimensions());
                if (other.dimensions().equals(row)) {
                    return upTo;
                }
            }
        }
        return List.of(row);
    }

    Question question() {
        return question;
    }

    /**
     * A query of the units: {@code lead_id, pass, position, suppression_id, amount, currency, seconds}, each there
     * where it makes sense.
     */
    Sql units() {
        Units units = measure.units();
        String extra = switch (measure) {
            case Measure.Tally _ ->
                "CAST(NULL AS DECIMAL(38, 4)) AS amount, CAST(NULL AS VARCHAR) AS currency, CAST(NULL AS DOUBLE) AS seconds";
            case Measure.Amounts amounts ->
                "%s AS amount, %s AS currency, CAST(NULL AS DOUBLE) AS seconds"
                        .formatted(amounts.amount(), amounts.currency());
            case Measure.Durations durations ->
                "CAST(NULL AS DECIMAL(38, 4)) AS amount, CAST(NULL AS VARCHAR) AS currency, CAST(%s AS DOUBLE) AS seconds"
                        .formatted(durations.seconds());
        };
        Sql sql = Sql.of("SELECT %s AS lead_id, %s AS pass, %s AS position, %s AS suppression_id, %s FROM %s"
                        .formatted(
                                units.subject().lead(),
                                units.subject().pass(),
                                measure.position(),
                                units.subject().suppression(),
                                extra,
                                units.relation()))
                .then(question.where(units))
                .then("AND (%s)".formatted(measure.condition()));
        for (var part : request.key().entrySet()) {
            sql = sql.then("AND").then(question.equal(part.getKey(), part.getValue(), units));
        }
        if (!units.dimensions().isEmpty()) {
            List<Sql> alternatives = rows.stream().map(row -> isRow(units, row)).toList();
            sql = sql.then("AND (").then(Sql.join(" OR ", alternatives)).then(")");
        }
        return question.withPasses(sql);
    }

    private static Sql isRow(Units units, List<String> row) {
        var parts = new ArrayList<Sql>();
        for (int i = 0; i < row.size(); i++) {
            parts.add(Sql.of(units.dimensions().get(i) + " = ?", row.get(i)));
        }
        return Sql.of("(").then(Sql.join(" AND ", parts)).then(")");
    }
}
