package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.campaigns.CampaignsReport;
import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.funnel.FunnelReport;
import io.closedloop.lead.history.ExampleByHand;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.reporting.Cell;
import io.closedloop.lead.reporting.MoneyTotal;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.ReportRow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of the metric contract, number by number. */
class ExampleByHandTest {
    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();
    private final ExampleByHand example = new ExampleByHand(log);
    private Filled filled;

    @BeforeEach
    void fill() {
        filled = new Filled(folder.resolve("models.duckdb"), log);
    }

    @AfterEach
    void close() {
        filled.close();
    }

    @Test
    void theFunnelOfJanuaryIsWhatWasCountedByHand() {
        example.january();

        ReportRow row = first(funnel(Map.of()));
        assertThat(entries(row))
                .isEqualTo(Map.of(
                        Entry.INQUIRY,
                        10L,
                        Entry.MQL,
                        8L,
                        Entry.ACCEPTED,
                        6L,
                        Entry.SQL,
                        5L,
                        Entry.WON,
                        2L,
                        Entry.LOST,
                        2L,
                        Entry.DISQUALIFIED,
                        3L,
                        Entry.NURTURE,
                        1L));
        Ratio mqlToWon = ratio(row, "MQL_to_WON");
        assertThat(mqlToWon.numerator()).isEqualTo(2);
        assertThat(mqlToWon.denominator()).isEqualTo(8);
        assertThat(mqlToWon.open()).isEqualTo(1);
        assertThat(mqlToWon.value()).isEqualTo(0.25);

        ReportRow strict = first(funnel(Map.of("strict", List.of("true"))));
        assertThat(strict.count("ACCEPTED")).isEqualTo(5);

        ReportRow all = first(campaigns(Map.of("groupBy", List.of(""))));
        assertThat(revenue(all)).containsExactly(usd("300.00"));
    }

    @Test
    void theFunnelOfFebruaryIsWhatWasCountedByHand() {
        example.january();
        example.february();

        ReportRow row = first(funnel(Map.of()));
        assertThat(entries(row))
                .containsAllEntriesOf(
                        Map.of(Entry.MQL, 9L, Entry.SQL, 6L, Entry.WON, 2L, Entry.LOST, 3L, Entry.NURTURE, 1L));

        List<ReportRow> byPass = rows(funnel(Map.of("groupBy", List.of("pass"))));
        assertThat(byPass).extracting(r -> r.key().values().get("pass")).containsExactly(1L, 2L);
        assertThat(entries(byPass.get(0))).containsEntry(Entry.MQL, 8L).containsEntry(Entry.WON, 1L);
        assertThat(entries(byPass.get(1))).containsEntry(Entry.MQL, 1L).containsEntry(Entry.WON, 1L);
    }

    @Test
    void theCampaignsOfFebruaryAreWhatWasCountedByHand() {
        example.january();
        example.february();

        ReportRow all = first(campaigns(Map.of("groupBy", List.of(""))));
        assertThat(revenue(all)).containsExactly(usd("400.00"));

        List<ReportRow> byChannel = rows(campaigns(Map.of("groupBy", List.of("channel"))));
        assertThat(byChannel).extracting(r -> r.key().values().get("channel")).containsExactly("EMAIL", "SOCIAL");
        ReportRow email = byChannel.get(0);
        assertThat(email.count("leads")).isEqualTo(8);
        assertThat(ratio(email, "leadToWin").numerator()).isEqualTo(2);
        assertThat(ratio(email, "leadToWin").denominator()).isEqualTo(8);
        assertThat(email.count("blockedRedeliveries")).isZero();
        ReportRow social = byChannel.get(1);
        assertThat(social.count("leads")).isEqualTo(2);
        assertThat(social.count("blockedRedeliveries")).isEqualTo(1);
    }

    @Test
    void januaryStaysWhatItWasKnownToBe() {
        example.january();
        List<ReportRow> funnelBefore = rows(funnel(Map.of()));
        List<ReportRow> campaignsBefore = rows(campaigns(Map.of()));
        var endOfJanuary = List.of(log.events().getLast().recordedAt().toString());
        example.february();

        assertThat(rows(funnel(Map.of("asOf", endOfJanuary)))).isEqualTo(funnelBefore);
        assertThat(rows(campaigns(Map.of("asOf", endOfJanuary)))).isEqualTo(campaignsBefore);
    }

    private Report funnel(Map<String, List<String>> parameters) {
        return ask(new FunnelReport(), parameters);
    }

    private Report campaigns(Map<String, List<String>> parameters) {
        return ask(new CampaignsReport(), parameters);
    }

    private Report ask(ReportQuery report, Map<String, List<String>> parameters) {
        return filled.ask(report, ReportRequest.parse(new HashMap<>(parameters), report.definition()));
    }

    private static List<ReportRow> rows(Report report) {
        return report.rows().stream().map(Report.Row::now).toList();
    }

    private static ReportRow first(Report report) {
        return rows(report).getFirst();
    }

    private static Map<Entry, Long> entries(ReportRow row) {
        return Arrays.stream(Entry.values()).collect(Collectors.toMap(e -> e, e -> row.count(e.name())));
    }

    private static Ratio ratio(ReportRow row, String column) {
        return ((Cell.Rate) row.cell(column)).ratio();
    }

    private static List<MoneyTotal> revenue(ReportRow row) {
        return ((Cell.Amounts) row.cell("revenue")).totals();
    }

    private static MoneyTotal usd(String amount) {
        return new MoneyTotal(new BigDecimal(amount), "USD");
    }
}
