package io.closedloop.lead.reporting.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.oracle.Filled;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Measure;
import io.closedloop.lead.reporting.formula.Operation;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Units;
import io.closedloop.lead.reporting.formula.Waypoint;
import io.closedloop.lead.reporting.table.FlatTable;
import io.closedloop.lead.reporting.table.TableForm;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no report of the service has yet, in one that lives here: units that belong to no lead (the transactions of the
 * log), units that count in part, and numbers that are made of others.
 */
class ReportsAsDataTest {
    private static final Column LEADS = Column.count("leads", "Leads that were registered.");
    private static final Column TRANSACTIONS = Column.count("transactions", "Transactions of the log.");
    private static final Column THIRDS = Column.decimal("thirds", "Transactions, each counted as a third.");
    private static final Column PER_LEAD = Column.number("transactionsPerLead", "Transactions per lead.");
    private static final Column MORE = Column.count("moreTransactions", "Transactions less leads.");
    private static final Column WON = Column.money("won", "Amounts of wins.");
    private static final Column WON_PER_LEAD = Column.money("wonPerLead", "Amounts of wins per lead.");

    private static final class Workload implements ReportQuery {
        private static final ReportDefinition DEFINITION = new ReportDefinition(
                "workload",
                2,
                "How much the log was written.",
                List.of(Basis.FLOW),
                List.of(),
                Set.of(),
                List.of(),
                List.of(LEADS, TRANSACTIONS, THIRDS, PER_LEAD, MORE, WON, WON_PER_LEAD),
                List.of(THIRDS),
                Order.IN_TIME);

        @Override
        public ReportDefinition definition() {
            return DEFINITION;
        }

        @Override
        public List<Formula> formulas(Question question) {
            Units written = Units.withoutLead(
                    Units.Subject.withoutLead("transaction", Set.of()),
                    "SELECT position, recorded_at, CAST(md5(CAST(position AS VARCHAR)) AS UUID) AS id FROM (%s)"
                            .formatted(question.facts().recordings()),
                    "f.recorded_at");
            var leads = new Formula.Count(
                    LEADS, Waypoint.of(StageEntry.INQUIRY, false).arrivals());
            var transactions = new Formula.Count(TRANSACTIONS, new Measure.Tally(written, "TRUE", "f.position"));
            var won = new Formula.Total(
                    WON,
                    new Measure.Amounts(
                            Units.passes("p.won_at", "TRUE"), "p.won_amount", "p.won_currency", "p.won_position"));
            return List.of(
                    leads,
                    transactions,
                    new Formula.Weight(THIRDS, new Measure.Weighted(written, "1.0 / 3", "TRUE", "f.position")),
                    new Formula.Derived(PER_LEAD, transactions, Operation.PER, leads),
                    new Formula.Derived(MORE, transactions, Operation.MINUS, leads),
                    won,
                    new Formula.Derived(WON_PER_LEAD, won, Operation.PER, leads));
        }
    }

    private static final ReportQuery REPORT = new Workload();

    @TempDir
    static Path folder;

    private static final MemoryLog LOG = new MemoryLog();
    private static Filled filled;

    @BeforeAll
    static void aHistory() {
        RandomHistory.append(3, 600, LOG);
        filled = new Filled(folder.resolve("models.duckdb"), LOG);
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    private static Report ask(String... parameters) {
        return filled.ask(REPORT, ReportRequest.parse(map(parameters), REPORT.definition()));
    }

    private static Map<String, List<String>> map(String... parameters) {
        var map = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], List.of(parameters[i + 1]));
        }
        return map;
    }

    private static long transactions(Instant until) {
        return LOG.events().stream()
                .map(MemoryLog.Stored::recordedAt)
                .filter(at -> !at.isAfter(until))
                .distinct()
                .count();
    }

    private static Instant recorded(int part) {
        return LOG.events().get(LOG.events().size() * part / 4 - 1).recordedAt();
    }

    @Test
    void aUnitWithoutALeadIsCountedBesideLeads() {
        ReportRow row = ask().rows().getFirst().now();

        assertThat(row.count("transactions")).isEqualTo(transactions(recorded(4)));
        assertThat(row.count("leads")).isPositive();
        assertThat(ask("asOf", recorded(2).toString()).rows().getFirst().now().count("transactions"))
                .isEqualTo(transactions(recorded(2)));
    }

    /** So many thirds, as they show. */
    private static BigDecimal thirds(long count) {
        return new Cell.Decimal("thirds", new BigDecimal("0.333333333333").multiply(BigDecimal.valueOf(count))).value();
    }

    @Test
    void partsAreSummedBeforeTheyAreRoundedAndAreNoWholeNumbers() {
        Report byMonth = ask("groupBy", "month");
        for (Report.Row row : byMonth.rows()) {
            assertThat(row.now().cell("thirds"))
                    .isEqualTo(new Cell.Decimal("thirds", thirds(row.now().count("transactions"))));
        }
        assertThat(byMonth.rows()).hasSizeGreaterThan(3);
    }

    @Test
    void rowsAreRankedByTheirParts() {
        // Only leads have a channel, so the row of what has none is the largest.
        assertThat(ask("groupBy", "channel").rows().getFirst().now().key().values())
                .containsEntry("channel", null);
    }

    @Test
    void numbersAreMadeOfOthers() {
        ReportRow row = ask().rows().getFirst().now();
        double leads = row.count("leads");

        assertThat(row.cell("transactionsPerLead"))
                .isEqualTo(new Cell.Value("transactionsPerLead", row.count("transactions") / leads));
        assertThat(row.count("moreTransactions")).isEqualTo(row.count("transactions") - row.count("leads"));
        assertThat(row.cell("won")).isInstanceOfSatisfying(Cell.Amounts.class, won -> {
            assertThat(won.totals()).isNotEmpty();
            assertThat(row.cell("wonPerLead"))
                    .isInstanceOfSatisfying(
                            Cell.Amounts.class,
                            each -> assertThat(each.totals())
                                    .zipSatisfy(
                                            won.totals(),
                                            (part, whole) -> assertThat(
                                                            part.amount().doubleValue())
                                                    .isCloseTo(whole.amount().doubleValue() / leads, within(0.51))));
        });
    }

    @Test
    void whereThereAreNoneThereIsNothingForEach() {
        ReportRow row =
                ask("from", "1950-01-01", "to", "1950-01-02").rows().getFirst().now();

        assertThat(row.cell("transactionsPerLead")).isEqualTo(new Cell.Value("transactionsPerLead", null));
        assertThat(row.cell("wonPerLead")).isEqualTo(new Cell.Amounts("wonPerLead", List.of()));
        assertThat(row.cell("thirds")).isEqualTo(new Cell.Decimal("thirds", BigDecimal.ZERO));
    }

    @Test
    void aComparisonSubtractsPartsToo() {
        Report.Row row = ask("compareTo", recorded(2).toString()).rows().getFirst();

        assertThat(row.difference().get(2))
                .isEqualTo(new Cell.Decimal(
                        "thirds", thirds(transactions(recorded(4))).subtract(thirds(transactions(recorded(2))))));
    }

    @Test
    void behindSuchANumberStandTheFactsThemselves() {
        for (String column : List.of("transactions", "thirds")) {
            var cell = CellRequest.parse(map("column", column), REPORT.definition());
            var units = new ArrayList<LeadsBehind.Unit>();
            String cursor = null;
            do {
                String from = cursor;
                LeadsBehind page = filled.store().read(snapshot -> LeadsBehind.ask(REPORT, snapshot, cell, 100, from));
                units.addAll(page.units());
                cursor = page.nextCursor();
            } while (cursor != null);

            assertThat(units).hasSize((int) transactions(recorded(4))).allSatisfy(unit -> {
                assertThat(unit.leadId()).isNull();
                assertThat(unit.suppressionId()).isNull();
                assertThat(Objects.requireNonNull(unit.fact()).kind()).isEqualTo("transaction");
                assertThat(unit.weight()).isEqualTo(column.equals("thirds") ? new BigDecimal("0.333333333333") : null);
            });
        }
    }

    @Test
    void suchANumberIsExplainedByWhatCameToCount() {
        var cell = CellRequest.parse(map("column", "transactions"), REPORT.definition());
        Explanation explained =
                filled.store().read(snapshot -> Explanation.ask(REPORT, snapshot, cell, recorded(3), 1000, null));

        assertThat(explained.changes())
                .hasSize((int) (transactions(recorded(4)) - transactions(recorded(3))))
                .allSatisfy(change -> {
                    assertThat(change.kind()).isEqualTo(Explanation.Kind.ADDED);
                    assertThat(change.unit().leadId()).isNull();
                    assertThat(change.events()).isEmpty();
                });
    }

    @Test
    void behindANumberThatIsMadeOfOthersStandTheirUnits() {
        var cell = CellRequest.parse(map("column", "transactionsPerLead"), REPORT.definition());
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> filled.store().read(snapshot -> LeadsBehind.ask(REPORT, snapshot, cell, 10, null)))
                .withMessage(
                        "transactionsPerLead is computed from transactions and leads; ask for what is behind one of these");
    }

    @Test
    void aTableHasPartsAsDecimals() {
        List<FlatTable.Column> columns = filled.store()
                .read(snapshot -> FlatTable.of(
                                Report.ask(REPORT, snapshot, ReportRequest.parse(Map.of(), REPORT.definition())),
                                TableForm.STANDARD,
                                snapshot)
                        .columns());
        assertThat(columns).contains(new FlatTable.Column("thirds", FlatTable.Type.DECIMAL));
    }

    @Test
    void whatMakesNoNumberIsRefusedWhenTheReportIsMade() {
        var leads =
                new Formula.Count(LEADS, Waypoint.of(StageEntry.INQUIRY, false).arrivals());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Formula.Derived(WON, leads, Operation.MINUS, leads))
                .withMessage("won is a MONEY; leads (COUNT) MINUS leads (COUNT) is a COUNT");
    }
}
