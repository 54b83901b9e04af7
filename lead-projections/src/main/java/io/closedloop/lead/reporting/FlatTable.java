package io.closedloop.lead.reporting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report as one table, for whatever reads tables: a line per row, keys first, then dimensions, then the columns. A
 * ratio has three, {@code name}, {@code name_numerator} and {@code name_denominator}; money has one for each currency
 * of the answer, {@code name_USD}. In a comparison the same columns follow as {@code base_name} and
 * {@code difference_name}.
 *
 * @param lines their values in the order of the columns, of the Java type that the column says; null where there is
 *     none
 */
public record FlatTable(List<Column> columns, List<List<@Nullable Object>> lines) {
    public record Column(String name, Type type) {}

    public enum Type {
        /** {@code String}. */
        TEXT,
        /** {@code Long}. */
        WHOLE,
        /** {@code Double}. */
        REAL,
        /** {@code BigDecimal}. */
        AMOUNT
    }

    /** Lays a report out. */
    public static FlatTable of(Report report) {
        var columns = new ArrayList<Column>();
        for (Group group : report.request().groupBy()) {
            boolean number = group instanceof Group.Field field && field.isNumber();
            columns.add(new Column(group.parameter(), number ? Type.WHOLE : Type.TEXT));
        }
        report.definition().dimensions().forEach(dimension -> columns.add(new Column(dimension.name(), Type.TEXT)));
        var currencies = currencies(report);
        boolean compared = report.base() != null;
        for (String prefix : compared ? List.of("", "base_", "difference_") : List.of("")) {
            report.definition().columns().forEach(column -> addColumns(prefix, column, currencies, columns));
        }
        var lines = new ArrayList<List<@Nullable Object>>();
        for (Report.Row row : report.rows()) {
            var line = new ArrayList<@Nullable Object>();
            for (Group group : report.request().groupBy()) {
                line.add(row.now().key().values().get(group.parameter()));
            }
            line.addAll(row.now().dimensions());
            cells(row).forEach(cell -> addValues(cell, currencies, line));
            lines.add(line);
        }
        return new FlatTable(columns, lines);
    }

    private static Stream<Cell> cells(Report.Row row) {
        ReportRow base = row.base();
        return Stream.of(row.now().cells(), base == null ? List.<Cell>of() : base.cells(), row.difference())
                .flatMap(List::stream);
    }

    private static Map<String, SortedSet<String>> currencies(Report report) {
        var currencies = new HashMap<String, SortedSet<String>>();
        for (Report.Row row : report.rows()) {
            cells(row).forEach(cell -> {
                if (cell instanceof Cell.Amounts amounts) {
                    var ofColumn = currencies.computeIfAbsent(amounts.name(), _ -> new TreeSet<>());
                    amounts.totals().forEach(total -> ofColumn.add(total.currency()));
                }
            });
        }
        return currencies;
    }

    private static SortedSet<String> of(Map<String, SortedSet<String>> currencies, String column) {
        return currencies.getOrDefault(column, new TreeSet<>());
    }

    private static void addColumns(
            String prefix,
            io.closedloop.lead.reporting.Column column,
            Map<String, SortedSet<String>> currencies,
            List<Column> columns) {
        String name = prefix + column.name();
        switch (column.type()) {
            case COUNT -> columns.add(new Column(name, Type.WHOLE));
            case RATIO -> {
                columns.add(new Column(name, Type.REAL));
                columns.add(new Column(name + "_numerator", Type.WHOLE));
                columns.add(new Column(name + "_denominator", Type.WHOLE));
            }
            case NUMBER, SECONDS -> columns.add(new Column(name, Type.REAL));
            case MONEY ->
                of(currencies, column.name())
                        .forEach(currency -> columns.add(new Column(name + "_" + currency, Type.AMOUNT)));
        }
    }

    private static void addValues(Cell cell, Map<String, SortedSet<String>> currencies, List<@Nullable Object> line) {
        switch (cell) {
            case Cell.Count count -> line.add(count.value());
            case Cell.Rate rate -> {
                line.add(rate.ratio().value());
                line.add(rate.ratio().numerator());
                line.add(rate.ratio().denominator());
            }
            case Cell.Value number -> line.add(number.value());
            case Cell.Amounts amounts -> {
                for (String currency : of(currencies, amounts.name())) {
                    line.add(amounts.totals().stream()
                            .filter(total -> total.currency().equals(currency))
                            .map(MoneyTotal::amount)
                            .findFirst()
                            .orElse(null));
                }
            }
        }
    }
}
