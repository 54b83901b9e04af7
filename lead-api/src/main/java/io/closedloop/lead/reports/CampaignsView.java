package io.closedloop.lead.reports;

import io.closedloop.lead.campaigns.CampaignRow;
import io.closedloop.lead.reporting.Report;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The campaigns report as it is answered. */
@Schema(name = "CampaignsReport")
record CampaignsView(
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
    @Schema(name = "CampaignRow")
    record Row(
            Map<String, @Nullable Object> key,
            long leads,
            long mqls,
            long accepted,
            long rejected,
            long sqls,
            long won,
            long lost,
            long disqualified,
            long recycled,
            long blockedRedeliveries,
            List<ReportView.MoneyView> revenue,
            ReportView.RatioView leadToWin,
            ReportView.RatioView mqlToSql) {
        static Row of(CampaignRow row) {
            return new Row(
                    ReportView.key(row.key()),
                    row.leads(),
                    row.mqls(),
                    row.accepted(),
                    row.rejected(),
                    row.sqls(),
                    row.won(),
                    row.lost(),
                    row.disqualified(),
                    row.recycled(),
                    row.blockedRedeliveries(),
                    row.revenue().stream().map(ReportView.MoneyView::of).toList(),
                    ReportView.RatioView.of(row.leadToWin()),
                    ReportView.RatioView.of(row.mqlToSql()));
        }
    }

    static CampaignsView of(Report<CampaignRow> report) {
        var head = ReportView.Head.of(report);
        return new CampaignsView(
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
