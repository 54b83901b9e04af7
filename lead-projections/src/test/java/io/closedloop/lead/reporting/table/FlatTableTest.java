package io.closedloop.lead.reporting.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.Story;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.oracle.Filled;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.reports.CampaignsReport;
import io.closedloop.lead.reporting.reports.FunnelReport;
import io.closedloop.lead.reporting.reports.ReasonsReport;
import io.closedloop.lead.reporting.reports.WinRateReport;
import io.closedloop.lead.source.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatTableTest {
    @TempDir
    private static Path folder;

    private static final MemoryLog LOG = new MemoryLog();
    private static Filled filled;

    /**
     * In January one is won in USD and one is open; in February one is won in EUR, one in USD, and one is lost that was
     * worth CHF.
     */
    @BeforeAll
    static void tell() {
        new Story(LOG)
                .on(1, 1)
                .register("A", "A", Channel.EMAIL)
                .register("B", "B", Channel.SOCIAL)
                .register("C", "C", Channel.SOCIAL)
                .register("D", "D", Channel.SOCIAL)
                .on(1, 2)
                .qualify("A")
                .qualify("B")
                .qualify("C")
                .qualify("D")
                .on(1, 3)
                .sql("A")
                .win("A", "100", "USD")
                .on(2, 1)
                .sql("B")
                .win("B", "80", "EUR")
                .earn("B", RevenueKind.REFUND, "5", "EUR")
                .sql("D")
                .win("D", "7", "USD")
                .sql("C")
                .expect("C", "300", "CHF")
                .lose("C", "PRICE", null);
        filled = new Filled(folder.resolve("models.duckdb"), LOG);
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    @Test
    void aRateHasItsOpenOnesAndItsInterval() {
        assertThat(csv(new WinRateReport(), "groupBy", "channel"))
                .startsWith(
                        "channel,narrow,narrow_numerator,narrow_denominator,narrow_open,narrow_low,narrow_high,broad,broad_numerator,")
                .contains(
                        "\r\nSOCIAL,0.6666666666666666,2,3,0,0.20765960080204765,0.9385080552796037,0.6666666666666666,2,3,0,");
        assertThat(table(new FunnelReport(), "groupBy", "").columns())
                .extracting(FlatTable.Column::name)
                .startsWith(
                        "INQUIRY",
                        "MQL",
                        "ACCEPTED",
                        "SQL",
                        "WON",
                        "LOST",
                        "DISQUALIFIED",
                        "NURTURE",
                        "INQUIRY_to_MQL",
                        "INQUIRY_to_MQL_numerator",
                        "INQUIRY_to_MQL_denominator",
                        "INQUIRY_to_MQL_open",
                        "INQUIRY_to_MQL_low",
                        "INQUIRY_to_MQL_high");
    }

    @Test
    void aRateWithoutAnIntervalHasTheSameColumns() {
        FlatTable cohort = table(new FunnelReport());
        FlatTable flow = table(new FunnelReport(), "basis", "flow");

        assertThat(flow.columns()).isEqualTo(cohort.columns());
        assertThat(csv(new FunnelReport(), "basis", "flow", "groupBy", "")).contains(",1.0,4,4,,,,");
    }

    @Test
    void moneyHasAColumnForEachCurrencyOfTheLogWhateverTheRowsHold() {
        List<String> all = List.of("revenue_CHF", "revenue_EUR", "revenue_USD");

        assertThat(moneyColumns(new CampaignsReport())).isEqualTo(all);
        assertThat(moneyColumns(new CampaignsReport(), "channel", "EMAIL")).isEqualTo(all);
        assertThat(moneyColumns(new CampaignsReport(), "from", "2031-01-01")).isEqualTo(all);
        assertThat(csv(new CampaignsReport(), "groupBy", "channel"))
                .contains("\r\nSOCIAL,3,3,3,0,3,2,1,0,0,0,,75.00,7.00,0.6666666666666666,2,3,0,")
                .contains("\r\nEMAIL,1,1,1,0,1,1,0,0,0,0,,,100.00,1.0,1,1,0,");
        assertThat(csv(new ReasonsReport()))
                .startsWith(
                        "kind,reason,count,share,share_numerator,share_denominator,share_open,share_low,share_high,cumulativeShare,"
                                + "amountAtStake_CHF,amountAtStake_EUR,amountAtStake_USD\r\n");
    }

    @Test
    void ofLongAgoItHasTheCurrenciesThatWereKnownThen() {
        assertThat(moneyColumns(new CampaignsReport(), "asOf", "2026-01-20")).containsExactly("revenue_USD");
        assertThat(moneyColumns(new CampaignsReport(), "asOf", "2026-01-02T00:00:00Z"))
                .isEmpty();
        List<String> both = List.of("_CHF", "_EUR", "_USD");
        for (List<String> times : List.of(List.of("2026-01-20", "2026-06-01"), List.of("2026-06-01", "2026-01-20"))) {
            assertThat(moneyColumns(new CampaignsReport(), "asOf", times.getFirst(), "compareTo", times.getLast()))
                    .as("the later one's, where a later and an earlier instant are compared")
                    .isEqualTo(List.of("revenue", "base_revenue", "difference_revenue").stream()
                            .flatMap(money -> both.stream().map(money::concat))
                            .toList());
        }
    }

    @Test
    void currenciesThatAreAskedForHaveColumnsInThatOrderAndNoOthersHave() {
        assertThat(moneyColumns(new CampaignsReport(), "currencies", "USD,JPY"))
                .containsExactly("revenue_USD", "revenue_JPY");
        assertThat(csv(new CampaignsReport(), "groupBy", "channel", "currencies", "EUR"))
                .contains("\r\nSOCIAL,3,3,3,0,3,2,1,0,0,0,75.00,0.6666666666666666,2,3,0,")
                .contains("\r\nEMAIL,1,1,1,0,1,1,0,0,0,0,,1.0,1,1,0,")
                .doesNotContain("USD", "100.00", ",7.00");
    }

    @Test
    void theLongLayoutHasALineForEachCurrencyAndCountsNothingTwice() {
        String csv = csv(new CampaignsReport(), "groupBy", "channel", "layout", "long");

        assertThat(csv.lines()
                        .map(line -> line.split(",", -1))
                        .map(line -> String.join(",", List.of(line).subList(0, 14))))
                .containsExactly(
                        "channel,currency,leads,mqls,accepted,rejected,sqls,won,lost,disqualified,recycled,blockedRedeliveries,revenue,leadToWin",
                        "SOCIAL,,3,3,3,0,3,2,1,0,0,0,,0.6666666666666666",
                        "SOCIAL,EUR,,,,,,,,,,,75.00,",
                        "SOCIAL,USD,,,,,,,,,,,7.00,",
                        "EMAIL,,1,1,1,0,1,1,0,0,0,0,,1.0",
                        "EMAIL,USD,,,,,,,,,,,100.00,");
        assertThat(csv(new CampaignsReport(), "groupBy", "channel", "layout", "long", "currencies", "USD,EUR")
                        .lines()
                        .map(line -> line.split(",", -1)[1]))
                .containsExactly("currency", "", "USD", "EUR", "", "USD");
        assertThat(csv(new CampaignsReport(), "groupBy", "channel", "layout", "long", "currencies", "EUR"))
                .doesNotContain("USD", "100.00");
    }

    @Test
    void theLongLayoutHasTheSameColumnsWhateverTheRowsHold() {
        List<FlatTable.Column> columns =
                table(new CampaignsReport(), "layout", "long").columns();

        assertThat(table(new CampaignsReport(), "layout", "long", "from", "2031-01-01")
                        .columns())
                .isEqualTo(columns);
        assertThat(table(new CampaignsReport(), "layout", "long", "currencies", "JPY")
                        .columns())
                .isEqualTo(columns);
    }

    @Test
    void theLongLayoutComparesCurrencyByCurrency() {
        FlatTable table =
                table(new CampaignsReport(), "groupBy", "channel", "layout", "long", "compareTo", "2026-01-20");

        int currency = names(table).indexOf("currency");
        int base = names(table).indexOf("base_revenue");
        int difference = names(table).indexOf("difference_revenue");
        var compared = new ArrayList<String>();
        table.lines()
                .forEach(line -> compared.add("%s %s %s %s"
                        .formatted(line.getFirst(), line.get(currency), line.get(base), line.get(difference))));
        assertThat(compared)
                .containsExactly(
                        "SOCIAL null null null",
                        "SOCIAL EUR null 75.00",
                        "SOCIAL USD null 7.00",
                        "EMAIL null null null",
                        "EMAIL USD 100.00 0.00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "currencies|''",
                "currencies|EUR,",
                "currencies|eur",
                "currencies|EURO",
                "currencies|EUR USD",
                "currencies|EUR,XQQ",
                "currencies|EUR,EUR",
                "layout|''",
                "layout|LONG",
                "layout|tall"
            })
    void refusesAnotherForm(String parameter, String value) {
        assertThatThrownBy(() -> table(new CampaignsReport(), parameter, value))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refused -> assertThat(refused.parameter()).isEqualTo(parameter));
    }

    @Test
    void aReportWithoutMoneyHasNoCurrencies() {
        for (String parameter : TableForm.PARAMETERS) {
            assertThatThrownBy(() -> table(new FunnelReport(), parameter, parameter.equals("layout") ? "wide" : "EUR"))
                    .isInstanceOfSatisfying(
                            InvalidParameterException.class,
                            refused -> assertThat(refused.parameter()).isEqualTo(parameter));
        }
    }

    /** @param parameters name, value, name, value */
    private static FlatTable table(ReportQuery report, String... parameters) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            given.put(parameters[i], List.of(parameters[i + 1]));
        }
        TableForm form = TableForm.parse(given, report.definition());
        TableForm.PARAMETERS.forEach(given::remove);
        ReportRequest request = ReportRequest.parse(given, report.definition());
        return filled.store().read(snapshot -> FlatTable.of(Report.ask(report, snapshot, request), form, snapshot));
    }

    private static String csv(ReportQuery report, String... parameters) {
        var out = new ByteArrayOutputStream();
        try {
            Csv.write(table(report, parameters), CsvForm.STANDARD, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> names(FlatTable table) {
        return table.columns().stream().map(FlatTable.Column::name).toList();
    }

    private static List<String> moneyColumns(ReportQuery report, String... parameters) {
        return table(report, parameters).columns().stream()
                .filter(column -> column.type() == FlatTable.Type.AMOUNT)
                .map(FlatTable.Column::name)
                .toList();
    }
}
