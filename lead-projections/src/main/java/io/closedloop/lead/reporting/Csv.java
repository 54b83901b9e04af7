package io.closedloop.lead.reporting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A report as CSV (RFC 4180, UTF-8, CRLF): one line per row, the keys first. A ratio has three columns, {@code name},
 * {@code name_numerator} and {@code name_denominator}; money has one for each currency of the answer, {@code name_USD}.
 * An empty field is a value that is not there; an empty text is written {@code ""}.
 *
 * <p>Values are written as they are, also those that begin with {@code =}, {@code +}, {@code -} or {@code @}: a program
 * that reads the file must find the campaign that was given, and a refund is a negative number. Whoever opens the file
 * in a spreadsheet imports these columns as text, because some of the names come from whoever fills in the forms.
 */
public final class Csv {
    private static final String END_OF_LINE = "\r\n";

    private Csv() {}

    public static <R extends ReportRow> String render(ReportQuery<R> query, Report<R> report) {
        var currencies = currencies(report);
        var lines = new StringBuilder();
        var header = new ArrayList<>(report.groupBy().stream().map(Csv::quoted).toList());
        R sample = report.rows().isEmpty()
                ? query.nothing(RowKey.EMPTY)
                : report.rows().getFirst();
        for (Cell cell : sample.cells()) {
            names(cell, currencies).forEach(name -> header.add(quoted(name)));
        }
        lines.append(String.join(",", header)).append(END_OF_LINE);
        for (R row : report.rows()) {
            var fields = new ArrayList<String>();
            for (String group : report.groupBy()) {
                Object value = row.key().values().get(group);
                fields.add(value == null ? "" : quoted(value.toString()));
            }
            for (Cell cell : row.cells()) {
                values(cell, currencies).forEach(value -> fields.add(value == null ? "" : value));
            }
            lines.append(String.join(",", fields)).append(END_OF_LINE);
        }
        return lines.toString();
    }

    private static Map<String, SortedSet<String>> currencies(Report<?> report) {
        var currencies = new HashMap<String, SortedSet<String>>();
        for (ReportRow row : report.rows()) {
            for (Cell cell : row.cells()) {
                if (cell instanceof Cell.Amounts amounts) {
                    var ofColumn = currencies.computeIfAbsent(amounts.name(), _ -> new TreeSet<>());
                    amounts.totals().forEach(total -> ofColumn.add(total.currency()));
                }
            }
        }
        return currencies;
    }

    private static List<String> names(Cell cell, Map<String, SortedSet<String>> currencies) {
        return switch (cell) {
            case Cell.Count count -> List.of(count.name());
            case Cell.Rate rate -> List.of(rate.name(), rate.name() + "_numerator", rate.name() + "_denominator");
            case Cell.Amounts amounts ->
                currencies.getOrDefault(amounts.name(), new TreeSet<>()).stream()
                        .map(currency -> amounts.name() + "_" + currency)
                        .toList();
        };
    }

    private static List<@Nullable String> values(Cell cell, Map<String, SortedSet<String>> currencies) {
        var values = new ArrayList<@Nullable String>();
        switch (cell) {
            case Cell.Count count -> values.add(String.valueOf(count.value()));
            case Cell.Rate rate -> {
                Double value = rate.ratio().value();
                values.add(value == null ? null : new BigDecimal(value.toString()).toPlainString());
                values.add(String.valueOf(rate.ratio().numerator()));
                values.add(String.valueOf(rate.ratio().denominator()));
            }
            case Cell.Amounts amounts -> {
                for (String currency : currencies.getOrDefault(amounts.name(), new TreeSet<>())) {
                    values.add(amounts.totals().stream()
                            .filter(total -> total.currency().equals(currency))
                            .map(total -> total.amount().toPlainString())
                            .findFirst()
                            .orElse(null));
                }
            }
        }
        return values;
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
                && text.strip().length() == text.length();
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
