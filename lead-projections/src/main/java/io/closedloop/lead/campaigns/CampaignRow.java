package io.closedloop.lead.campaigns;

import io.closedloop.lead.reporting.Cell;
import io.closedloop.lead.reporting.MoneyTotal;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.ReportRow;
import io.closedloop.lead.reporting.RowKey;
import java.util.List;

/**
 * A row of the campaigns report. All counts but {@code leads} and {@code blockedRedeliveries} are passes.
 *
 * @param leads first passes
 * @param blockedRedeliveries attempts to deliver a suppressed identity, by their own date and source
 * @param revenue amounts of wins and later revenue, refunds negative, by currency
 * @param leadToWin of the leads, those that won in whatever pass
 * @param mqlToSql of the passes that entered {@code MQL}, those that entered {@code SQL}
 */
public record CampaignRow(
        RowKey key,
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
        List<MoneyTotal> revenue,
        Ratio leadToWin,
        Ratio mqlToSql)
        implements ReportRow {
    public CampaignRow {
        revenue = List.copyOf(revenue);
    }

    @Override
    public long mainCount() {
        return leads;
    }

    @Override
    public List<Cell> cells() {
        return List.of(
                new Cell.Count("leads", leads),
                new Cell.Count("mqls", mqls),
                new Cell.Count("accepted", accepted),
                new Cell.Count("rejected", rejected),
                new Cell.Count("sqls", sqls),
                new Cell.Count("won", won),
                new Cell.Count("lost", lost),
                new Cell.Count("disqualified", disqualified),
                new Cell.Count("recycled", recycled),
                new Cell.Count("blockedRedeliveries", blockedRedeliveries),
                new Cell.Amounts("revenue", revenue),
                new Cell.Rate("leadToWin", leadToWin),
                new Cell.Rate("mqlToSql", mqlToSql));
    }
}
