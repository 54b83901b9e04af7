package io.closedloop.lead.oracle;

import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.answer.Cell;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.MoneyTotal;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.answer.ReportRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What reports answer, written as {@link Answer} writes it. */
final class Told {
    /** Less than any difference between two durations, and more than what a double leaves open. */
    private static final double NUDGE = 3e-8;

    private Told() {}

    static Map<Map<String, @Nullable Object>, Map<String, Object>> rows(Report report) {
        var rows = new LinkedHashMap<Map<String, @Nullable Object>, Map<String, Object>>();
        report.rows()
                .forEach(row ->
                        rows.put(key(report, row.now()), columns(row.now().cells())));
        return rows;
    }

    static Map<Map<String, @Nullable Object>, Map<String, Object>> bases(Report report) {
        var rows = new LinkedHashMap<Map<String, @Nullable Object>, Map<String, Object>>();
        report.rows().forEach(row -> {
            if (row.base() != null) {
                rows.put(key(report, row.base()), columns(row.base().cells()));
            }
        });
        return rows;
    }

    static Map<String, @Nullable Object> key(Report report, ReportRow row) {
        var key = new LinkedHashMap<String, @Nullable Object>(row.key().values());
        List<Dimension> dimensions = report.definition().dimensions();
        for (int i = 0; i < dimensions.size(); i++) {
            key.put(dimensions.get(i).name(), row.dimensions().get(i));
        }
        return key;
    }

    static Map<String, Object> columns(List<Cell> cells) {
        var columns = new TreeMap<String, Object>();
        cells.forEach(cell -> columns.put(cell.name(), text(cell)));
        return columns;
    }

    private static Object text(Cell cell) {
        return switch (cell) {
            case Cell.Count count -> count.value();
            case Cell.Decimal decimal -> decimal.value().toPlainString();
            case Cell.Rate rate ->
                "%d/%d %s"
                        .formatted(
                                rate.ratio().numerator(),
                                rate.ratio().denominator(),
                                rate.ratio().open());
            case Cell.Value number -> text(number.name(), number.value());
            case Cell.Amounts amounts -> text(amounts.totals());
        };
    }

    private static String text(String name, @Nullable Double value) {
        if (value == null) {
            return "null";
        }
        return name.endsWith("Seconds")
                ? String.format(Locale.ROOT, "%.6f", value + NUDGE)
                : String.format(Locale.ROOT, "%.9f", value);
    }

    static String text(List<MoneyTotal> totals) {
        var texts = new TreeMap<String, String>();
        totals.forEach(total ->
                texts.put(total.currency(), total.amount().stripTrailingZeros().toPlainString()));
        return texts.toString();
    }

    static List<Unit> units(List<LeadsBehind.Unit> units) {
        return units.stream().map(Told::unit).toList();
    }

    static Unit unit(LeadsBehind.Unit unit) {
        return new Unit(Objects.requireNonNull(unit.leadId()), unit.pass(), unit.position(), unit.suppressionId());
    }
}
