package io.closedloop.lead.reports;

import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.funnel.Conversion;
import io.closedloop.lead.funnel.FunnelRow;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.Report;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The funnel as it is answered. */
@Schema(name = "FunnelReport")
record FunnelView(
        ReportView.Definition definition,
        String basis,
        @Nullable Instant from,
        @Nullable Instant to,
        String zone,
        @Nullable Instant asOf,
        long position,
        List<String> groupBy,
        Map<String, List<String>> filters,
        List<Row> rows) {
    @Schema(name = "FunnelRow")
    record Row(Map<String, @Nullable Object> key, Map<String, Entries> stages, List<ConversionView> conversions) {
        static Row of(FunnelRow row) {
            var stages = new LinkedHashMap<String, Entries>();
            for (Entry entry : Entry.values()) {
                stages.put(entry.name(), new Entries(row.entries().getOrDefault(entry, 0L)));
            }
            return new Row(
                    ReportView.key(row.key()),
                    stages,
                    row.conversions().stream().map(ConversionView::of).toList());
        }
    }

    @Schema(name = "FunnelEntries")
    record Entries(long entries) {}

    @Schema(name = "FunnelConversion")
    record ConversionView(
            String from,
            String to,
            @Nullable Double value,
            long numerator,
            long denominator,
            @Nullable Long open,
            @Nullable Double low,
            @Nullable Double high) {
        static ConversionView of(Conversion conversion) {
            Ratio ratio = conversion.ratio();
            return new ConversionView(
                    conversion.from().name(),
                    conversion.to().name(),
                    ratio.value(),
                    ratio.numerator(),
                    ratio.denominator(),
                    ratio.open(),
                    ratio.low(),
                    ratio.high());
        }
    }

    static FunnelView of(Report<FunnelRow> report) {
        var head = ReportView.Head.of(report);
        return new FunnelView(
                head.definition(),
                head.basis(),
                head.from(),
                head.to(),
                head.zone(),
                head.asOf(),
                head.position(),
                head.groupBy(),
                head.filters(),
                ReportView.rows(report, Row::of));
    }
}
