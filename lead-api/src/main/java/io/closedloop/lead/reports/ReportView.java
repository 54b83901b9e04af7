package io.closedloop.lead.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.Calendar;
import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.answer.Cell;
import io.closedloop.lead.reporting.answer.MoneyTotal;
import io.closedloop.lead.reporting.answer.Ratio;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.answer.ReportRow;
import io.closedloop.lead.reporting.reports.FunnelReport;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A report as it is answered.
 *
 * @param rows each with its key, the report's dimensions, a value for each column, and in a comparison {@code base} and
 *     {@code difference} with the same columns
 */
record ReportView(
        Definition definition,
        String basis,
        @Nullable Instant from,
        @Nullable Instant to,
        String zone,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "where weeks do not begin on Monday") @Nullable
        String weekStart,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "where years do not begin in January")
        @Nullable
        String fiscalYearStart,

        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "where rows are told apart by dates alone: whether the empty ones are there")
        @Nullable
        Boolean gaps,

        boolean strict,
        @Nullable String within,
        @Nullable Instant asOf,
        long position,
        List<String> groupBy,
        Map<String, List<String>> filters,
        @Nullable Base base,
        List<Map<String, @Nullable Object>> rows) {

    @Schema(name = "ReportVersion", description = "A report's definition, and its version.")
    record Definition(String id, int version) {
        static Definition of(ReportDefinition definition) {
            return new Definition(definition.id(), definition.version());
        }
    }

    @Schema(name = "ReportBase", description = "The other side of a comparison.")
    record Base(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant asOf,
            long position) {}

    @Schema(name = "ReportMoney", description = "A sum in one currency.")
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

    @Schema(name = "FunnelEntries", description = "How many entered a stage.")
    record EntriesView(long entries) {}

    @Schema(name = "FunnelConversion", description = "How many of those that entered one stage reached another.")
    record ConversionView(
            String from,
            String to,
            @Nullable Double value,
            long numerator,
            long denominator,
            @Nullable Long open,
            @Nullable Double low,
            @Nullable Double high) {
        static ConversionView of(FunnelReport.Step step, RatioView ratio) {
            return new ConversionView(
                    step.from().name(),
                    step.to().name(),
                    ratio.value(),
                    ratio.numerator(),
                    ratio.denominator(),
                    ratio.open(),
                    ratio.low(),
                    ratio.high());
        }
    }

    static ReportView of(Report report) {
        ReportRequest request = report.request();
        var filters = new LinkedHashMap<String, List<String>>();
        request.filters().forEach((group, values) -> filters.put(group.parameter(), values));
        Report.Base base = report.base();
        Calendar calendar = request.calendar();
        Duration within = request.within();
        return new ReportView(
                Definition.of(report.definition()),
                request.basis().parameter(),
                request.from(),
                request.to(),
                name(request.zone()),
                calendar.weekStart() == Calendar.USUAL.weekStart()
                        ? null
                        : calendar.weekStart().name(),
                calendar.yearStart() == Calendar.USUAL.yearStart()
                        ? null
                        : "%02d".formatted(calendar.yearStart().getValue()),
                request.gaps(),
                request.strict(),
                within == null ? null : text(within),
                report.asOf(),
                report.position(),
                request.groupBy().stream().map(group -> group.parameter()).toList(),
                filters,
                base == null ? null : new Base(base.from(), base.to(), base.asOf(), base.position()),
                report.rows().stream().map(row -> row(report.definition(), row)).toList());
    }

    /** Whole days as days, which is how they are asked for. */
    private static String text(Duration within) {
        return within.equals(Duration.ofDays(within.toDays())) ? "P%dD".formatted(within.toDays()) : within.toString();
    }

    private static String name(ZoneId zone) {
        return zone.getId().equals("Z") ? "UTC" : zone.getId();
    }

    private static Map<String, @Nullable Object> row(ReportDefinition definition, Report.Row row) {
        var view = new LinkedHashMap<String, @Nullable Object>();
        view.put("key", row.now().key().values());
        List<Dimension> dimensions = definition.dimensions();
        for (int i = 0; i < dimensions.size(); i++) {
            view.put(dimensions.get(i).name(), row.now().dimensions().get(i));
        }
        view.putAll(values(definition, row.now().cells()));
        ReportRow base = row.base();
        if (base != null) {
            view.put("base", values(definition, base.cells()));
            view.put("difference", values(definition, row.difference()));
        }
        return view;
    }

    private static SequencedMap<String, @Nullable Object> values(ReportDefinition definition, List<Cell> cells) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (Cell cell : cells) {
            values.put(
                    cell.name(),
                    switch (cell) {
                        case Cell.Count count -> (Object) count.value();
                        case Cell.Decimal decimal -> decimal.value();
                        case Cell.Rate rate -> RatioView.of(rate.ratio());
                        case Cell.Value number -> number.value();
                        case Cell.Amounts amounts ->
                            amounts.totals().stream().map(MoneyView::of).toList();
                    });
        }
        return isFunnel(definition) ? funnel(values) : values;
    }

    static boolean isFunnel(ReportDefinition definition) {
        return definition.id().equals("funnel");
    }

    /** The funnel alone puts its columns together by stage, and by the pair of stages. */
    private static SequencedMap<String, @Nullable Object> funnel(Map<String, @Nullable Object> columns) {
        var stages = new LinkedHashMap<String, EntriesView>();
        for (StageEntry stage : StageEntry.values()) {
            if (columns.get(stage.name()) instanceof Long entries) {
                stages.put(stage.name(), new EntriesView(entries));
            }
        }
        var conversions = new ArrayList<ConversionView>();
        for (FunnelReport.Step step : FunnelReport.STEPS) {
            if (columns.get(step.column()) instanceof RatioView ratio) {
                conversions.add(ConversionView.of(step, ratio));
            }
        }
        var funnel = new LinkedHashMap<String, @Nullable Object>();
        funnel.put("stages", stages);
        funnel.put("conversions", conversions);
        return funnel;
    }
}
