package io.closedloop.lead.reports;

import io.closedloop.lead.reporting.MoneyTotal;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportRow;
import io.closedloop.lead.reporting.RowKey;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every report answers with, around its rows. */
final class ReportView {
    private ReportView() {}

    @Schema(name = "ReportDefinition")
    record Definition(String id, int version) {}

    /** What the answer takes to be had again. */
    record Head(
            Definition definition,
            String basis,
            @Nullable Instant from,
            @Nullable Instant to,
            String zone,
            @Nullable Instant asOf,
            long position,
            List<String> groupBy,
            Map<String, List<String>> filters) {
        static Head of(Report<?> report) {
            return new Head(
                    new Definition(report.definition().id(), report.definition().version()),
                    report.basis().parameter(),
                    report.from(),
                    report.to(),
                    report.zone().getId().equals("Z") ? "UTC" : report.zone().getId(),
                    report.asOf(),
                    report.position(),
                    report.groupBy(),
                    report.filters());
        }
    }

    @Schema(name = "ReportMoney")
    record MoneyView(
            @Schema(example = "1054.00") String amount,
            @Schema(example = "USD") String currency) {
        static MoneyView of(MoneyTotal total) {
            return new MoneyView(total.amount().toPlainString(), total.currency());
        }
    }

    @Schema(name = "Ratio", description = "A part of a whole, unrounded, with its 95 % interval (Wilson).")
    record RatioView(
            @Nullable Double value,
            long numerator,
            long denominator,

            @Schema(description = "how many of the denominator may still arrive") @Nullable
            Long open,

            @Nullable Double low,
            @Nullable Double high) {
        static RatioView of(Ratio ratio) {
            return new RatioView(
                    ratio.value(), ratio.numerator(), ratio.denominator(), ratio.open(), ratio.low(), ratio.high());
        }
    }

    static Map<String, @Nullable Object> key(RowKey key) {
        return new LinkedHashMap<>(key.values());
    }

    static <R extends ReportRow, V> List<V> rows(Report<R> report, Function<R, V> view) {
        return report.rows().stream().map(view).toList();
    }
}
