package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.campaigns.CampaignRow;
import io.closedloop.lead.campaigns.CampaignsReport;
import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.funnel.Conversion;
import io.closedloop.lead.funnel.FunnelReport;
import io.closedloop.lead.funnel.FunnelRow;
import io.closedloop.lead.history.ExampleByHand;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.reporting.MoneyTotal;
import io.closedloop.lead.reporting.Ratio;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportRequest;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

        FunnelRow row = funnel(Map.of()).rows().getFirst();
        assertThat(row.entries())
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
        Ratio mqlToWon = conversion(row, Entry.MQL, Entry.WON);
        assertThat(mqlToWon.numerator()).isEqualTo(2);
        assertThat(mqlToWon.denominator()).isEqualTo(8);
        assertThat(mqlToWon.open()).isEqualTo(1);
        assertThat(mqlToWon.value()).isEqualTo(0.25);

        FunnelRow strict = funnel(Map.of("strict", List.of("true"))).rows().getFirst();
        assertThat(strict.entries().get(Entry.ACCEPTED)).isEqualTo(5);

        CampaignRow all = campaigns(Map.of("groupBy", List.of(""))).rows().getFirst();
        assertThat(all.revenue()).containsExactly(usd("300.00"));
    }

    @Test
    void theFunnelOfFebruaryIsWhatWasCountedByHand() {
        example.january();
        example.february();

        FunnelRow row = funnel(Map.of()).rows().getFirst();
        assertThat(row.entries())
                .containsAllEntriesOf(
                        Map.of(Entry.MQL, 9L, Entry.SQL, 6L, Entry.WON, 2L, Entry.LOST, 3L, Entry.NURTURE, 1L));

        List<FunnelRow> byPass = funnel(Map.of("groupBy", List.of("pass"))).rows();
        assertThat(byPass).extracting(r -> r.key().values().get("pass")).containsExactly(1L, 2L);
        assertThat(byPass.get(0).entries()).containsEntry(Entry.MQL, 8L).containsEntry(Entry.WON, 1L);
        assertThat(byPass.get(1).entries()).containsEntry(Entry.MQL, 1L).containsEntry(Entry.WON, 1L);
    }

    @Test
    void theCampaignsOfFebruaryAreWhatWasCountedByHand() {
        example.january();
        example.february();

        CampaignRow all = campaigns(Map.of("groupBy", List.of(""))).rows().getFirst();
        assertThat(all.revenue()).containsExactly(usd("400.00"));

        List<CampaignRow> byChannel =
                campaigns(Map.of("groupBy", List.of("channel"))).rows();
        assertThat(byChannel).extracting(r -> r.key().values().get("channel")).containsExactly("EMAIL", "SOCIAL");
        CampaignRow email = byChannel.get(0);
        assertThat(email.leads()).isEqualTo(8);
        assertThat(email.leadToWin().numerator()).isEqualTo(2);
        assertThat(email.leadToWin().denominator()).isEqualTo(8);
        assertThat(email.blockedRedeliveries()).isZero();
        CampaignRow social = byChannel.get(1);
        assertThat(social.leads()).isEqualTo(2);
        assertThat(social.blockedRedeliveries()).isEqualTo(1);
    }

    @Test
    void januaryStaysWhatItWasKnownToBe() {
        example.january();
        FunnelRow before = funnel(Map.of()).rows().getFirst();
        CampaignRow campaignsBefore = campaigns(Map.of()).rows().getFirst();
        var endOfJanuary = log.events().getLast().recordedAt();
        example.february();

        var request = ReportRequest.parse(Map.of(), new FunnelReport().definition());
        var asOf = new ReportRequest(
                request.basis(),
                request.from(),
                request.to(),
                request.zone(),
                request.groupBy(),
                request.filters(),
                request.strict(),
                endOfJanuary,
                request.minPosition());
        assertThat(filled.ask(new FunnelReport(), asOf).rows()).containsExactly(before);
        assertThat(filled.ask(new CampaignsReport(), asOf).rows().getFirst().revenue())
                .isEqualTo(campaignsBefore.revenue());
    }

    private Report<FunnelRow> funnel(Map<String, List<String>> parameters) {
        var report = new FunnelReport();
        return filled.ask(report, ReportRequest.parse(new HashMap<>(parameters), report.definition()));
    }

    private Report<CampaignRow> campaigns(Map<String, List<String>> parameters) {
        var report = new CampaignsReport();
        return filled.ask(report, ReportRequest.parse(new HashMap<>(parameters), report.definition()));
    }

    private static Ratio conversion(FunnelRow row, Entry from, Entry to) {
        return row.conversions().stream()
                .filter(conversion -> conversion.from() == from && conversion.to() == to)
                .map(Conversion::ratio)
                .findFirst()
                .orElseThrow();
    }

    private static MoneyTotal usd(String amount) {
        return new MoneyTotal(new BigDecimal(amount), "USD");
    }
}
