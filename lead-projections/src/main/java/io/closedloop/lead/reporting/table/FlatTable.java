package io.closedloop.lead.reporting.table;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.answer.Cell;
import io.closedloop.lead.reporting.answer.MoneyTotal;
import io.closedloop.lead.reporting.answer.Ratio;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.answer.ReportRow;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A report as one table, for whatever reads tables: a line per row, keys first, then dimensions, then the columns. A
 * ratio has six, {@code name}, {@code name_numerator}, {@code name_denominator}, {@code name_open}, {@code name_low}
 * and {@code name_high}, whether or not it has an interval. In a comparison the same columns follow as
 * {@code base_name} and {@code difference_name}.
 *
 * <p>Which columns there are follows from the question and from the currencies of the log, never from the rows. Money
 * has a column for each currency, {@code name_USD}: those that were asked for, or all that the log knew at the position
 * of the answer. In the long layout it has one, {@code name}, and each row has further lines, one for each currency,
 * that tell it and the money; nothing else stands in them, so that nothing is counted twice.
 *
 * @param lines their values in the order of the columns, of the Java type that the column says; null where there is
 *     none
 */
public record FlatTable(List<Column> columns, Iterable<List<@Nullable Object>> lines) {
    /** The column of the long layout that tells the currency. */
    public static final String CURRENCY = "currency";

    public record Column(String name, Type type) {}

    public enum Type {
        /** {@code String}. */
        TEXT,
        /** {@code Long}. */
        WHOLE,
        /** {@code Double}. */
        REAL,
        /** {@code BigDecimal}, of money. */
        AMOUNT,
        /** {@code BigDecimal}, of units that count in part. */
        DECIMAL
    }

    /** The sides of a comparison, in the order of their columns. */
    private enum Side {
        NOW(""),
        BASE("base_"),
        DIFFERENCE("difference_");

        private final String prefix;

        Side(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * Lays a report out. Lines are made while they are read, and the snapshot is no longer needed then.
     *
     * @param snapshot that the report was asked of
     */
    public static FlatTable of(Report report, TableForm form, Snapshot snapshot) throws SQLException {
        return switch (form.layout()) {
            case WIDE -> wide(report, currencies(report, form, snapshot));
            case LONG -> tall(report, form);
        };
    }

    private static List<String> currencies(Report report, TableForm form, Snapshot snapshot) throws SQLException {
        List<String> asked = form.currencies();
        if (asked != null || !report.definition().hasMoney()) {
            return asked == null ? List.of() : asked;
        }
        Report.Base base = report.base();
        long known = base == null ? report.position() : Math.max(report.position(), base.position());
        KnownFacts facts = known == snapshot.progress().position() ? KnownFacts.ALL : KnownFacts.until(known);
        return snapshot.query(facts.currencies(), List.of(), row -> row.getString(1));
    }

    private static FlatTable wide(Report report, List<String> currencies) {
        var columns = keys(report);
        addColumns(
                report,
                money -> currencies.stream()
                        .map(currency -> money + "_" + currency)
                        .toList(),
                columns);
        return new FlatTable(columns, lines(report, row -> {
            var line = keys(row);
            cells(row).forEach(cell -> {
                if (cell instanceof Cell.Amounts amounts) {
                    currencies.forEach(currency -> line.add(amount(amounts, currency)));
                } else {
                    line.addAll(numbers(cell));
                }
            });
            return Stream.of(line);
        }));
    }

    private static FlatTable tall(Report report, TableForm form) {
        var columns = keys(report);
        columns.add(new Column(CURRENCY, Type.TEXT));
        addColumns(report, List::of, columns);
        return new FlatTable(
                columns,
                lines(
                        report,
                        row -> Stream.concat(
                                Stream.of(withoutMoney(row)),
                                currencies(row, form).stream().map(currency -> withMoney(row, currency)))));
    }

    private static List<@Nullable Object> withoutMoney(Report.Row row) {
        var line = keys(row);
        line.add(null);
        cells(row).forEach(cell -> {
            if (cell instanceof Cell.Amounts) {
                line.add(null);
            } else {
                line.addAll(numbers(cell));
            }
        });
        return line;
    }

    private static List<@Nullable Object> withMoney(Report.Row row, String currency) {
        var line = keys(row);
        line.add(currency);
        cells(row).forEach(cell -> {
            if (cell instanceof Cell.Amounts amounts) {
                line.add(amount(amounts, currency));
            } else {
                line.addAll(Collections.nCopies(numbers(cell).size(), null));
            }
        });
        return line;
    }

    /** The currencies of a row that are shown, in the order in which they were asked for. */
    private static SequencedSet<String> currencies(Report.Row row, TableForm form) {
        var there = new TreeSet<String>();
        cells(row).forEach(cell -> {
            if (cell instanceof Cell.Amounts amounts) {
                amounts.totals().forEach(total -> there.add(total.currency()));
            }
        });
        List<String> asked = form.currencies();
        if (asked == null) {
            return there;
        }
        var shown = new LinkedHashSet<>(asked);
        shown.retainAll(there);
        return shown;
    }

    private static Iterable<List<@Nullable Object>> lines(
            Report report, Function<Report.Row, Stream<List<@Nullable Object>>> lines) {
        return () -> report.rows().stream().flatMap(lines).iterator();
    }

    private static List<Column> keys(Report report) {
        var columns = new ArrayList<Column>();
        for (Group group : report.request().groupBy()) {
            boolean number = group instanceof Group.Field field && field.isNumber();
            columns.add(new Column(group.parameter(), number ? Type.WHOLE : Type.TEXT));
        }
        report.definition().dimensions().forEach(dimension -> columns.add(new Column(dimension.name(), Type.TEXT)));
        return columns;
    }

    private static List<@Nullable Object> keys(Report.Row row) {
        var line = new ArrayList<@Nullable Object>(row.now().key().values().values());
        line.addAll(row.now().dimensions());
        return line;
    }

    private static Stream<Cell> cells(Report.Row row) {
        ReportRow base = row.base();
        return Stream.of(row.now().cells(), base == null ? List.<Cell>of() : base.cells(), row.difference())
                .flatMap(List::stream);
    }

    private static void addColumns(Report report, Function<String, List<String>> money, List<Column> columns) {
        for (Side side : report.base() == null ? List.of(Side.NOW) : List.of(Side.values())) {
            report.definition()
                    .columns()
                    .forEach(column -> addColumns(side.prefix + column.name(), column, money, columns));
        }
    }

    private static void addColumns(
            String name,
            io.closedloop.lead.reporting.Column column,
            Function<String, List<String>> money,
            List<Column> columns) {
        switch (column.type()) {
            case COUNT -> columns.add(new Column(name, Type.WHOLE));
            case DECIMAL -> columns.add(new Column(name, Type.DECIMAL));
            case RATIO -> {
                columns.add(new Column(name, Type.REAL));
                columns.add(new Column(name + "_numerator", Type.WHOLE));
                columns.add(new Column(name + "_denominator", Type.WHOLE));
                columns.add(new Column(name + "_open", Type.WHOLE));
                columns.add(new Column(name + "_low", Type.REAL));
                columns.add(new Column(name + "_high", Type.REAL));
            }
            case NUMBER, SECONDS -> columns.add(new Column(name, Type.REAL));
            case MONEY -> money.apply(name).forEach(amount -> columns.add(new Column(amount, Type.AMOUNT)));
        }
    }

    private static List<@Nullable Object> numbers(Cell cell) {
        return switch (cell) {
            case Cell.Count count -> List.of(count.value());
            case Cell.Decimal decimal -> List.of(decimal.value());
            case Cell.Rate rate -> {
                Ratio ratio = rate.ratio();
                yield Arrays.asList(
                        ratio.value(), ratio.numerator(), ratio.denominator(), ratio.open(), ratio.low(), ratio.high());
            }
            case Cell.Value number -> Collections.singletonList(number.value());
            case Cell.Amounts _ -> List.of();
        };
    }

    private static @Nullable BigDecimal amount(Cell.Amounts amounts, String currency) {
        return amounts.totals().stream()
                .filter(total -> total.currency().equals(currency))
                .map(MoneyTotal::amount)
                .findFirst()
                .orElse(null);
    }
}
