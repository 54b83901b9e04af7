package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.RowKey;
import io.closedloop.lead.reporting.formula.Folding;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Layout;
import io.closedloop.lead.reporting.formula.Layout.Branch;
import io.closedloop.lead.reporting.formula.Measure;
import io.closedloop.lead.reporting.formula.Measure.Amounts;
import io.closedloop.lead.reporting.formula.Measure.Durations;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import io.closedloop.lead.reporting.formula.Measure.Weighted;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Sql;
import io.closedloop.lead.reporting.formula.Units;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the units of a report into its rows: one statement, with one scan for all measures of the same units. An
 * answer is never cut off, so a question with too many rows for anybody to read is refused before it fills the memory.
 */
final class Counting {
    static final int MAX_ROWS = 100_000;
    /** How many rows an answer may come to by those that are empty. */
    static final int MAX_FILLED_ROWS = 10_000;

    private final Question question;
    private final ReportDefinition definition;
    private final Layout layout;
    private final List<Measure> ranking;
    private final List<Branch> branches;
    private final Folding folding;
    private final int widest;
    private final Map<RowId, ReportRow> rows = new HashMap<>();

    private record RowId(RowKey key, List<String> dimensions) {}

    Counting(Question question, ReportQuery report) {
        this.question = question;
        this.definition = report.definition();
        this.layout = new Layout(report.formulas(question));
        this.ranking = ranking(definition, layout.formulas());
        this.branches = layout.branches();
        this.folding = Folding.of(question, branches);
        this.widest = branches.stream()
                .mapToInt(branch -> branch.measures().size())
                .max()
                .orElse(0);
    }

    /** @throws InvalidParameterException when there are more than {@value #MAX_ROWS} rows */
    static Counting of(Question question, ReportQuery report, Snapshot snapshot) throws SQLException {
        var counting = new Counting(question, report);
        Sql sql = counting.sql();
        snapshot.query(sql.text(), sql.parameters(), row -> {
            counting.read(row);
            return row;
        });
        if (question.request().groupBy().isEmpty()
                && report.definition().dimensions().isEmpty()) {
            counting.row(RowKey.EMPTY, List.of());
        }
        return counting;
    }

    /** Adds the rows that only the other one has, with nothing counted in them. */
    void addRowsOf(Counting other) {
        other.rows.keySet().forEach(id -> row(id.key(), id.dimensions()));
    }

    /**
     * Adds the rows that are empty between the first date and the last, where the question is for them: each row that
     * there is, at all dates.
     *
     * @throws InvalidParameterException when they make more than {@value #MAX_FILLED_ROWS} rows
     */
    void fillGaps() {
        ReportRequest request = question.request();
        if (!Boolean.TRUE.equals(request.gaps()) || rows.isEmpty()) {
            return;
        }
        List<List<String>> each =
                rows.keySet().stream().map(RowId::dimensions).distinct().toList();
        List<RowKey> keys = rows.keySet().stream().map(RowId::key).distinct().toList();
        // As many rows as there are already are no gaps.
        long most = Math.max(MAX_FILLED_ROWS, rows.size()) / each.size();
        for (RowKey key : new Timeline(request.calendar(), request.groupBy()).through(keys, most)) {
            each.forEach(dimensions -> row(key, dimensions));
        }
    }

    /** The one statement that counts everything. */
    Sql sql() {
        List<Sql> statements = branches.stream().map(this::sql).toList();
        return question.withPasses(folding.with(this::sql, Sql.join("\nUNION ALL\n", statements)));
    }

    /**
     * Key, dimensions, the branch's number, a sum with its currency, as many counts as the widest branch has, and then
     * quantiles and weights.
     */
    private Sql sql(Branch branch) {
        Units units = branch.units();
        var columns = new ArrayList<>(units.dimensions());
        columns.add(String.valueOf(branches.indexOf(branch)));
        if (branch.measures().getFirst() instanceof Amounts amounts) {
            columns.add(amounts.currency());
            columns.add("sum(%s)".formatted(amounts.amount()));
        } else {
            columns.add("CAST(NULL AS VARCHAR)");
            columns.add("CAST(NULL AS DECIMAL(38, 4))");
        }
        for (int i = 0; i < widest; i++) {
            columns.add(i < branch.measures().size() ? count(branch, i) : "CAST(0 AS BIGINT)");
        }
        for (Formula.Quantile quantile : layout.quantiles()) {
            columns.add(
                    branch.measures().contains(quantile.of())
                            ? "quantile_cont(CAST(%s AS DOUBLE), %s)"
                                    .formatted(quantile.of().seconds(), quantile.rank())
                            : "CAST(NULL AS DOUBLE)");
        }
        for (Weighted weighted : layout.weights()) {
            columns.add(
                    branch.measures().contains(weighted)
                            ? "sum(%s) FILTER (%s)".formatted(weighted.decimal(), weighted.condition())
                            : "CAST(NULL AS DECIMAL(38, %d))".formatted(Weighted.SCALE));
        }
        String relation = folding.has(branch) ? folding.relation(branch) : units.relation();
        return Sql.of(question.select(units, columns) + " FROM " + relation)
                .then(question.where(units))
                .then(condition(branch))
                .then(Question.GROUPED);
    }

    private static String condition(Branch branch) {
        return branch.measures().getFirst() instanceof Amounts amounts ? "AND " + amounts.condition() : "";
    }

    private String count(Branch branch, int index) {
        return switch (branch.measures().get(index)) {
            case Tally tally ->
                folding.has(branch)
                        ? folding.count(tally.condition())
                        : "count(*) FILTER (%s)".formatted(tally.condition());
            case Durations _ -> "count(*)";
            case Weighted _, Amounts _ -> "CAST(0 AS BIGINT)";
        };
    }

    private void read(ResultSet row) throws SQLException {
        int column = question.firstColumn();
        var dimensions = new ArrayList<String>();
        for (int i = 0; i < definition.dimensions().size(); i++) {
            dimensions.add(row.getString(column++));
        }
        ReportRow into = row(question.key(row), dimensions);
        Branch branch = branches.get(row.getInt(column++));
        if (branch.measures().getFirst() instanceof Amounts amounts) {
            into.add(layout.indexOf(amounts), row.getString(column), row.getBigDecimal(column + 1));
            return;
        }
        column += 2;
        for (int i = 0; i < branch.measures().size(); i++) {
            into.count(layout.indexOf(branch.measures().get(i)), row.getLong(column + i));
        }
        column += widest;
        for (Formula.Quantile quantile : layout.quantiles()) {
            if (branch.measures().contains(quantile.of())) {
                double value = row.getDouble(column);
                into.quantile(layout.indexOf(quantile), row.wasNull() ? null : (Double) value);
            }
            column++;
        }
        for (Weighted weighted : layout.weights()) {
            BigDecimal weight = row.getBigDecimal(column++);
            if (weight != null) {
                into.weigh(layout.indexOf(weighted), weight);
            }
        }
    }

    /** The row, with nothing counted in it if there was none. */
    ReportRow row(RowKey key, List<String> dimensions) {
        ReportRow row = rows.computeIfAbsent(
                new RowId(key, dimensions), id -> new ReportRow(layout, id.key(), id.dimensions()));
        if (rows.size() > MAX_ROWS) {
            throw new InvalidParameterException(
                    "groupBy",
                    "the answer would have more than %d rows; group by less, or narrow the period or the filters"
                            .formatted(MAX_ROWS));
        }
        return row;
    }

    /** All rows, in their order. */
    List<ReportRow> sorted() {
        List<String> dates = definition.order() == Order.IN_TIME
                ? question.request().groupBy().stream()
                        .filter(Group.Period.class::isInstance)
                        .map(Group::parameter)
                        .toList()
                : List.of();
        List<ReportRow> sorted = rows.values().stream()
                .map(row -> new Ranked(row, row.key().of(dates), largest(row)))
                .sorted(Comparator.comparing(Ranked::dates)
                        .thenComparing(Comparator.comparingDouble(Ranked::size).reversed())
                        .thenComparing(ranked -> ranked.row().key())
                        .thenComparing(ranked -> ranked.row().dimensions(), this::compareDimensions))
                .map(Ranked::row)
                .toList();
        share(sorted);
        return sorted;
    }

    private record Ranked(ReportRow row, RowKey dates, double size) {}

    private double largest(ReportRow row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (Measure each : ranking) {
            largest = Math.max(largest, row.size(each));
        }
        return largest;
    }

    private static List<Measure> ranking(ReportDefinition definition, List<Formula> formulas) {
        return definition.rankedBy().stream()
                .map(column -> formulas.stream()
                        .filter(formula -> formula.column().name().equals(column.name()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("the report %s has no column %s to be ranked by"
                                .formatted(definition.id(), column.name()))))
                .<Measure>map(formula -> switch (formula) {
                    case Formula.Count count -> count.of();
                    case Formula.Weight weight -> weight.of();
                    case Formula.Rate rate -> rate.denominator();
                    case Formula.Share share -> share.of();
                    case Formula.CumulativeShare share -> share.of();
                    case Formula.Total _, Formula.Quantile _, Formula.Derived _ ->
                        throw new IllegalArgumentException("rows are ranked by counts and ratios, not by "
                                + formula.column().name());
                })
                .toList();
    }

    private int compareDimensions(List<String> a, List<String> b) {
        for (int i = 0; i < a.size(); i++) {
            List<String> order = definition.dimensions().get(i).values();
            int compared = order.isEmpty()
                    ? a.get(i).compareTo(b.get(i))
                    : Integer.compare(order.indexOf(a.get(i)), order.indexOf(b.get(i)));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    /** Tells every row what it is a part of: the rows with the same key and the same first dimension. */
    private void share(List<ReportRow> sorted) {
        Tally shared = layout.formulas().stream()
                .filter(Formula.Share.class::isInstance)
                .map(formula -> ((Formula.Share) formula).of())
                .findFirst()
                .orElse(null);
        if (shared == null) {
            return;
        }
        var wholes = new HashMap<RowId, Long>();
        for (ReportRow row : sorted) {
            wholes.merge(wholeOf(row), row.of(shared), Long::sum);
        }
        var cumulated = new HashMap<RowId, Long>();
        for (ReportRow row : sorted) {
            RowId whole = wholeOf(row);
            row.partOf(wholes.getOrDefault(whole, 0L), cumulated.merge(whole, row.of(shared), Long::sum));
        }
    }

    private static RowId wholeOf(ReportRow row) {
        return new RowId(row.key(), row.dimensions().subList(0, 1));
    }
}
