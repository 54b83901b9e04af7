package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Sql;
import io.closedloop.lead.reporting.formula.Units;
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
        requireUnits(report.formulas(question), request);
        throw new InvalidParameterException(
                "column",
                "the report %s has no number '%s' with basis=%s"
                        .formatted(
                                report.definition().id(),
                                request.column(),
                                question.request().basis().parameter()));
    }

    /** A number that is computed from two others has no units but theirs. */
    private static void requireUnits(List<Formula> formulas, CellRequest request) {
        for (Formula formula : formulas) {
            if (formula instanceof Formula.Derived derived
                    && derived.column().name().equals(request.column())) {
                throw new InvalidParameterException(
                        "column",
                        "%s is computed from %s and %s; ask for what is behind one of these"
                                .formatted(
                                        request.column(),
                                        derived.left().column().name(),
                                        derived.right().column().name()));
            }
        }
    }

    /** What kind of fact its units are; null where each is a lead's. */
    @Nullable
    String fact() {
        return measure.units().subject().fact();
    }

    /** Whether each of its units counts in part. */
    boolean inParts() {
        return measure instanceof Measure.Weighted;
    }

    /** Whether touches make its units count. */
    boolean touched() {
        return measure.units().subject().touched();
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
            case Formula.Weight weight -> whole ? weight.of() : null;
            case Formula.Derived _ -> null;
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
     * A query of the units: {@code lead_id, pass, position, unit_id, amount, currency, seconds, weight}, each there
     * where it makes sense.
     */
    Sql units() {
        Units units = measure.units();
        String amount = "CAST(NULL AS DECIMAL(38, 4))";
        String currency = "CAST(NULL AS VARCHAR)";
        String seconds = "CAST(NULL AS DOUBLE)";
        String weight = "CAST(NULL AS DECIMAL(38, %d))".formatted(Measure.Weighted.SCALE);
        switch (measure) {
            case Measure.Tally _ -> {
                // It counts as one, whatever it is.
            }
            case Measure.Weighted weighted -> weight = weighted.decimal();
            case Measure.Amounts amounts -> {
                amount = amounts.amount();
                currency = amounts.currency();
            }
            case Measure.Durations durations -> seconds = "CAST(%s AS DOUBLE)".formatted(durations.seconds());
        }
        String extra = "%s AS amount, %s AS currency, %s AS seconds, %s AS weight"
                .formatted(amount, currency, seconds, weight);
        Sql sql = Sql.of("SELECT %s AS lead_id, %s AS pass, %s AS position, %s AS unit_id, %s FROM %s"
                        .formatted(
                                units.subject().lead(),
                                units.subject().pass(),
                                measure.position(),
                                units.subject().id(),
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
