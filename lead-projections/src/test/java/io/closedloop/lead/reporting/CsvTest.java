package io.closedloop.lead.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.columnstore.Snapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static final Progress KNOWN = new Progress(7, "e", Instant.EPOCH);

    @Test
    void writesKeysThenValuesWithARatiosPartsAndMoneyByCurrency() {
        String csv = render(
                row(3, "spring", 1L, Ratio.ofCohort(1, 4, 2L), usd("-12.50")),
                row(2, null, 2L, Ratio.ofCohort(0, 0, 0L), jpy("300"), usd("1")));
        assertThat(csv)
                .isEqualTo("campaign,pass,count,rate,rate_numerator,rate_denominator,revenue_JPY,revenue_USD\r\n"
                        + "spring,1,3,0.25,1,4,,-12.50\r\n"
                        + ",2,2,,0,0,300,1.00\r\n");
    }

    @Test
    void quotesWhatNeedsItAndLeavesEveryValueAsItIs() {
        String csv = render(
                row(5, "a,b", 1L, Ratio.ofCohort(0, 0, 0L)),
                row(4, "say \"hi\"", 1L, Ratio.ofCohort(0, 0, 0L)),
                row(3, "two\r\nlines", 1L, Ratio.ofCohort(0, 0, 0L)),
                row(2, "=SUM(A1)", 1L, Ratio.ofCohort(0, 0, 0L)),
                row(1, "", 1L, Ratio.ofCohort(0, 0, 0L)));
        assertThat(csv.lines().skip(1).map(line -> line.replaceAll(",1,.*", "")))
                .containsExactly("\"a,b\"", "\"say \"\"hi\"\"\"", "\"two", "lines\"", "=SUM(A1)", "\"\"");
    }

    @Test
    void hasAHeaderWithoutRows() {
        assertThat(render()).isEqualTo("campaign,pass,count,rate,rate_numerator,rate_denominator\r\n");
    }

    private record Row(RowKey key, long mainCount, List<Cell> cells) implements ReportRow {}

    private static final class Sample implements ReportQuery<Row> {
        @Override
        public ReportDefinition definition() {
            return new ReportDefinition("sample", 1, List.of(Group.Field.CAMPAIGN, Group.Field.PASS), Set.of());
        }

        @Override
        public Report<Row> ask(Snapshot snapshot, ReportRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Row nothing(RowKey key) {
            return row(0, null, 0L, Ratio.ofCohort(0, 0, 0L));
        }
    }

    private static String render(Row... rows) {
        var sample = new Sample();
        var request = ReportRequest.parse(Map.of(), sample.definition());
        return Csv.render(sample, Report.of(sample.definition(), request, KNOWN, Arrays.asList(rows)));
    }

    private static Row row(long count, @Nullable String campaign, long pass, Ratio ratio, MoneyTotal... revenue) {
        var key = new LinkedHashMap<String, @Nullable Object>();
        key.put("campaign", campaign);
        key.put("pass", pass);
        return new Row(
                new RowKey(key),
                count,
                List.of(
                        new Cell.Count("count", count),
                        new Cell.Rate("rate", ratio),
                        new Cell.Amounts("revenue", List.of(revenue))));
    }

    private static MoneyTotal usd(String amount) {
        return new MoneyTotal(new BigDecimal(amount), "USD");
    }

    private static MoneyTotal jpy(String amount) {
        return new MoneyTotal(new BigDecimal(amount), "JPY");
    }
}
