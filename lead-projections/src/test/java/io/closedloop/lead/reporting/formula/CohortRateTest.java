package io.closedloop.lead.reporting.formula;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.reports.WinRateReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rate counts; the numbers of the reports are for the recounts. */
class CohortRateTest {
    private static final String EITHER = "p.channel = 'WEB' OR p.channel = 'EMAIL'";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"cohort", "flow"})
    void amongWhateverPassesItOnlyCountsThoseThatCameThere(String basis) {
        try (var store = ColumnStore.open(
                ColumnStoreSettings.in(folder.resolve("read-models.duckdb")), new FactsProjection().schema())) {
            Map<String, List<String>> parameters = Map.of("basis", List.of(basis));
            int counted = store.read(snapshot -> {
                var report = new WinRateReport();
                var question = Question.of(report, ReportRequest.parse(parameters, report.definition()), snapshot);
                Formula.Rate rate = CohortRate.of(
                                Waypoint.of(StageEntry.SQL, false), Waypoint.of(StageEntry.WON, false))
                        .among(EITHER)
                        .formula(Column.ratio("rate", "A rate."), question);
                int rows = 0;
                for (Measure measure : rate.measures()) {
                    rows += snapshot.query(
                                    """
                                    SELECT count(*)
                                    FROM (SELECT 'WEB' AS channel, NULL AS sql_at, NULL AS won_at, NULL AS lost_at,
                                        NULL AS disqualified_at, NULL AS nurture_at) p
                                    WHERE (%s) AND (%s)
                                    """.formatted(measure.units().condition(), measure.condition()),
                                    List.of(),
                                    row -> row.getInt(1))
                            .getFirst();
                }
                return rows;
            });
            assertThat(counted).isZero();
        }
    }

    @Test
    void oneConditionAloneIsWrittenAsItIs() {
        assertThat(Condition.all(Condition.ALWAYS, "a OR b")).isEqualTo("a OR b");
        assertThat(Condition.all("a OR b", Condition.ALWAYS, "c")).isEqualTo("(a OR b) AND (c)");
        assertThat(Condition.all()).isEqualTo(Condition.ALWAYS);
    }
}
