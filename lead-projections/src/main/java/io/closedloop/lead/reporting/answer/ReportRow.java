package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.reporting.RowKey;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Layout;
import io.closedloop.lead.reporting.formula.Measure;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of a report. It keeps plain numbers, because there may be very many rows, and makes the values of its columns
 * from them on demand.
 */
public final class ReportRow {
    private final Layout layout;
    private final RowKey key;
    private final List<String> dimensions;
    private final long[] tallies;
    private final @Nullable Double[] quantiles;
    private final Map<Integer, SortedMap<String, BigDecimal>> amounts = new HashMap<>(0);
    /** By measure; whole counts are plain numbers. */
    private final Map<Integer, BigDecimal> weights = new HashMap<>(0);
    /** The sum over the rows that a share is a share of. */
    private long whole;
    /** The sum over those of them that stand before this row, with this row. */
    private long cumulated;

    ReportRow(Layout layout, RowKey key, List<String> dimensions) {
        this.layout = layout;
        this.key = key;
        this.dimensions = List.copyOf(dimensions);
        this.tallies = new long[layout.measures().size()];
        this.quantiles = new Double[layout.quantiles().size()];
    }

    public RowKey key() {
        return key;
    }

    /** The values of the report's dimensions, in their order. */
    public List<String> dimensions() {
        return dimensions;
    }

    /** The values of all columns, in their order. */
    public List<Cell> cells() {
        return layout.formulas().stream().map(this::cell).toList();
    }

    /** @throws IllegalArgumentException when there is no such column */
    public Cell cell(String column) {
        return layout.formulas().stream()
                .filter(formula -> formula.column().name().equals(column))
                .findFirst()
                .map(this::cell)
                .orElseThrow(() -> new IllegalArgumentException("there is no column " + column));
    }

    /** @throws IllegalArgumentException when there is no such column, or it is no count */
    public long count(String column) {
        if (cell(column) instanceof Cell.Count count) {
            return count.value();
        }
        throw new IllegalArgumentException(column + " is not a count");
    }

    private Cell cell(Formula formula) {
        String name = formula.column().name();
        return switch (formula) {
            case Formula.Count count -> new Cell.Count(name, of(count.of()));
            case Formula.Weight weight -> sum(name, weight.of());
            case Formula.Derived derived ->
                Derivation.of(name, cell(derived.left()), derived.operation(), cell(derived.right()));
            case Formula.Rate rate -> {
                long numerator = of(rate.numerator());
                long denominator = of(rate.denominator());
                Measure.Tally open = rate.open();
                yield new Cell.Rate(
                        name,
                        rate.partOfWhole()
                                ? Ratio.ofCohort(numerator, denominator, open == null ? null : of(open))
                                : Ratio.ofFlow(numerator, denominator));
            }
            case Formula.Share share -> new Cell.Rate(name, Ratio.ofCohort(of(share.of()), whole, null));
            case Formula.CumulativeShare _ ->
                new Cell.Value(name, whole == 0 ? null : (Double) ((double) cumulated / whole));
            case Formula.Quantile quantile -> new Cell.Value(name, quantiles[layout.indexOf(quantile)]);
            case Formula.Total total ->
                new Cell.Amounts(
                        name,
                        amounts.getOrDefault(layout.indexOf(total.of()), new TreeMap<>()).entrySet().stream()
                                .map(sum -> new MoneyTotal(sum.getValue(), sum.getKey()))
                                .toList());
        };
    }

    private Cell.Decimal sum(String name, Measure.Weighted weighted) {
        return new Cell.Decimal(name, weights.getOrDefault(layout.indexOf(weighted), BigDecimal.ZERO));
    }

    void weigh(int measure, BigDecimal weight) {
        weights.put(measure, weight);
    }

    /** How large the row is by one of its measures as it shows, for its place among the others. */
    double size(Measure measure) {
        return switch (measure) {
            case Measure.Tally tally -> of(tally);
            case Measure.Weighted weighted -> sum("", weighted).value().doubleValue();
            case Measure.Amounts _, Measure.Durations _ -> 0;
        };
    }

    long of(Measure.Tally tally) {
        return tallies[layout.indexOf(tally)];
    }

    void count(int measure, long count) {
        tallies[measure] = count;
    }

    void add(int measure, String currency, BigDecimal amount) {
        amounts.computeIfAbsent(measure, _ -> new TreeMap<>()).merge(currency, amount, BigDecimal::add);
    }

    void quantile(int quantile, @Nullable Double value) {
        quantiles[quantile] = value;
    }

    void partOf(long all, long upToHere) {
        whole = all;
        cumulated = upToHere;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReportRow row
                && key.equals(row.key)
                && dimensions.equals(row.dimensions)
                && cells().equals(row.cells());
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, dimensions);
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(key.values(), dimensions, cells());
    }
}
