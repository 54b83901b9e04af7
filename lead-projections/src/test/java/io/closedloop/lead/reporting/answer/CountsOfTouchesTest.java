package io.closedloop.lead.reporting.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.Story;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.oracle.Filled;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Touches by their own dates, and a win that is shared out among the three of its lead. */
class CountsOfTouchesTest {
    private static final Column TOUCHES = Column.count("touches", "Touches.");
    private static final Column WINS = Column.decimal("wins", "Wins, shared out among their touches.");

    private static final class Touches implements ReportQuery {
        private static final ReportDefinition DEFINITION = new ReportDefinition(
                "touches",
                2,
                "Touches and what came of them.",
                List.of(Basis.FLOW),
                List.of(),
                Set.of(),
                List.of(),
                List.of(TOUCHES, WINS),
                List.of(WINS),
                Order.IN_TIME);

        @Override
        public ReportDefinition definition() {
            return DEFINITION;
        }

        @Override
        public List<Formula> formulas(Question question) {
            Units shared = Units.ofPasses("""
                    SELECT p.*, t.occurred_at AS touched_at, t.position AS touch_position,
                        count(*) OVER (PARTITION BY t.lead_id, t.pass) AS touches
                    FROM (%s) t
                    JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass
                    WHERE p.won_at IS NOT NULL
                    """.formatted(question.facts().touches()), "p.touched_at");
            return List.of(
                    new Formula.Count(
                            TOUCHES, new Measure.Tally(Units.touches(question.facts()), "TRUE", "p.touch_position")),
                    new Formula.Weight(
                            WINS, new Measure.Weighted(shared, "1.0 / p.touches", "TRUE", "p.touch_position")));
        }
    }

    private static final ReportQuery REPORT = new Touches();
    private static final MemoryLog LOG = new MemoryLog();

    @TempDir
    static Path folder;

    private static Filled filled;

    @BeforeAll
    static void aWinAfterThreeTouches() {
        Story story = new Story(LOG).on(1, 10).register("ada");
        // In summer, half past midnight in Berlin; all else of the lead is of the winter.
        touch("2025-07-01T22:30:00Z");
        touch("2026-01-11T22:30:00Z");
        touch("2026-01-11T23:30:00Z");
        story.on(1, 12).qualify("ada").accept("ada").sql("ada").win("ada", "100", "EUR");
        filled = new Filled(folder.resolve("models.duckdb"), LOG);
    }

    private static void touch(String at) {
        LOG.append(
                Story.noon(1, 10),
                List.of(new TouchRecorded(
                        Story.id("ada"),
                        Instant.parse(at),
                        1,
                        "touch of " + at,
                        TouchType.CALL,
                        TouchedBy.SALES,
                        true,
                        null,
                        null,
                        null,
                        List.of(),
                        null)));
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    private static List<ReportRow> rows(Map<String, List<String>> parameters) {
        return filled.ask(REPORT, ReportRequest.parse(parameters, REPORT.definition())).rows().stream()
                .map(Report.Row::now)
                .toList();
    }

    @Test
    void theThreePartsOfAWinAreOneWin() {
        assertThat(rows(Map.of()).getFirst().cell("wins")).isEqualTo(new Cell.Decimal("wins", BigDecimal.ONE));
    }

    @Test
    void theUnitsBehindAWinSumUpToIt() {
        CellRequest cell = CellRequest.parse(Map.of("column", List.of("wins")), REPORT.definition());
        List<LeadsBehind.Unit> units = filled.store()
                .read(snapshot -> LeadsBehind.ask(REPORT, snapshot, cell, 10, null))
                .units();

        assertThat(units).hasSize(3);
        assertThat(units.stream()
                        .map(unit -> Objects.requireNonNull(unit.weight()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .setScale(6, RoundingMode.HALF_UP))
                .isEqualByComparingTo(BigDecimal.ONE);
    }

    @Test
    void aTouchOutsideOfWhatBefellTheLeadHasTheDayThatClocksShowed() {
        List<ReportRow> rows =
                rows(Map.of("groupBy", List.of("day"), "zone", List.of("Europe/Berlin"), "gaps", List.of("false")));

        assertThat(rows.stream()
                        .map(row ->
                                "%s %d %s".formatted(row.key().values().get("day"), row.count("touches"), wins(row))))
                .containsExactly("2025-07-02 1 0.333333", "2026-01-11 1 0.333333", "2026-01-12 1 0.333333");
    }

    private static BigDecimal wins(ReportRow row) {
        return ((Cell.Decimal) row.cell("wins")).value();
    }
}
