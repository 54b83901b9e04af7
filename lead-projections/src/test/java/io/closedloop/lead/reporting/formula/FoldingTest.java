package io.closedloop.lead.reporting.formula;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.Layout.Branch;
import io.closedloop.lead.reporting.reports.CampaignsReport;
import io.closedloop.lead.reporting.reports.FunnelReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which branches are folded; that the numbers stay the same is what the recounts are for. */
class FoldingTest {
    @TempDir
    Path folder;

    @Test
    void everyStageOfAFunnelIsFolded() {
        assertThat(folded(new FunnelReport(), Map.of())).hasSize(8);
        assertThat(folded(
                        new FunnelReport(),
                        Map.of(
                                "groupBy", List.of("channel"),
                                "channel", List.of("WEB"),
                                "from", List.of("2026-01-01"),
                                "to", List.of("2026-02-01"),
                                "strict", List.of("true"))))
                .hasSize(8);
    }

    @Test
    void nothingIsFoldedWhoseDatesTellRowsApart() {
        assertThat(folded(new FunnelReport(), Map.of("groupBy", List.of("month"))))
                .isEmpty();
    }

    @Test
    void whatAsksHowMuchLaterIsNotFolded() {
        assertThat(folded(new FunnelReport(), Map.of("within", List.of("P30D"))))
                .extracting(branch -> branch.units().at())
                .containsExactlyInAnyOrder("p.won_at", "p.lost_at", "p.disqualified_at", "p.nurture_at");
    }

    @Test
    void oneScanOfTimesIsNotMadeTwo() {
        assertThat(folded(new CampaignsReport(), Map.of("from", List.of("2026-01-01"))))
                .isEmpty();
    }

    @Test
    void oneScanIsMadeOneOfBitsWhereNoPeriodCountsTimes() {
        assertThat(folded(new CampaignsReport(), Map.of()))
                .singleElement()
                .satisfies(branch -> assertThat(branch.measures()).hasSizeGreaterThan(5));
    }

    private List<Branch> folded(ReportQuery report, Map<String, List<String>> parameters) {
        try (var store = ColumnStore.open(
                ColumnStoreSettings.in(folder.resolve("read-models.duckdb")), new FactsProjection().schema())) {
            return store.read(snapshot -> {
                var question = Question.of(report, ReportRequest.parse(parameters, report.definition()), snapshot);
                List<Branch> branches = new Layout(report.formulas(question)).branches();
                Folding folding = Folding.of(question, branches);
                return branches.stream().filter(folding::has).toList();
            });
        }
    }
}
