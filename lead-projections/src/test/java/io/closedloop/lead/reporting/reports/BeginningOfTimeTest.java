package io.closedloop.lead.reporting.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.Story;
import io.closedloop.lead.oracle.Filled;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.answer.ReportRow;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.source.Channel;
import java.nio.file.Path;
import java.time.Instant;
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

/**
 * Leads of the first day of the year 1, which no command can give any more. West of UTC it was the last of the year
 * before, and weeks and fiscal years that it is in began before it everywhere.
 */
class BeginningOfTimeTest {
    private static final ReportQuery REPORT = new CampaignsReport();
    private static final MemoryLog LOG = new MemoryLog();

    @TempDir
    static Path folder;

    private static Filled filled;

    @BeforeAll
    static void fill() {
        new Story(LOG)
                .at(Instant.parse("0001-01-01T00:00:00Z"))
                .register("first")
                .register("second", "second", Channel.EMAIL)
                .qualify("first")
                .at(Instant.parse("0001-01-01T12:00:00Z"))
                .register("third")
                .at(Instant.parse("0001-02-01T00:00:00Z"))
                .register("fourth");
        filled = new Filled(folder.resolve("models.duckdb"), LOG);
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    private static Map<String, List<String>> question(String zone, String groupBy, boolean moved) {
        var parameters = new LinkedHashMap<String, List<String>>();
        parameters.put("zone", List.of(zone));
        parameters.put("groupBy", List.of(groupBy));
        if (moved && groupBy.contains("week")) {
            parameters.put("weekStart", List.of("SUNDAY"));
        }
        if (moved && (groupBy.contains("quarter") || groupBy.contains("year"))) {
            parameters.put("fiscalYearStart", List.of("04"));
        }
        return parameters;
    }

    @ParameterizedTest(name = "{1} in {0}, moved: {2}")
    @CsvSource({
        "UTC, day, false, 0001-01-01 0001-02-01",
        "UTC, week, false, 0001-W01 0001-W05",
        "UTC, week, true, 0000-12-31 0001-01-28",
        "UTC, month, false, 0001-01 0001-02",
        "UTC, quarter, false, 0001-Q1",
        "UTC, quarter, true, FY0001-Q4",
        "UTC, year, false, 0001",
        "UTC, year, true, FY0001",
        "America/New_York, day, false, 0000-12-31 0001-01-01 0001-01-31",
        "America/New_York, week, false, 0000-W52 0001-W01 0001-W05",
        "America/New_York, week, true, 0000-12-31 0001-01-28",
        "America/New_York, month, false, 0000-12 0001-01",
        "America/New_York, quarter, false, 0000-Q4 0001-Q1",
        "America/New_York, quarter, true, FY0001-Q3 FY0001-Q4",
        "America/New_York, year, false, 0000 0001",
        "America/New_York, year, true, FY0001",
        "Asia/Tokyo, day, false, 0001-01-01 0001-02-01",
        "Asia/Tokyo, year, true, FY0001"
    })
    void everyRowHasItsNameAndAsManyLeadsBehindItAsItSays(String zone, String group, boolean moved, String names) {
        Map<String, List<String>> question = question(zone, group, moved);
        Report report = filled.ask(REPORT, ReportRequest.parse(question, REPORT.definition()));

        var named = new ArrayList<String>();
        for (ReportRow row : rows(report)) {
            long count = row.count("leads");
            String name = String.valueOf(row.key().values().get(group));
            if (count > 0) {
                named.add(name);
            }
            assertThat(behind(question, Map.of("key." + group, List.of(name))))
                    .as(name)
                    .hasSize((int) count);
            var filtered = new LinkedHashMap<>(question);
            filtered.put(group, List.of(name));
            filtered.remove("groupBy");
            assertThat(rows(filled.ask(REPORT, ReportRequest.parse(filtered, REPORT.definition()))).stream()
                            .mapToLong(counted -> counted.count("leads"))
                            .sum())
                    .as("filtered by %s", name)
                    .isEqualTo(count);
        }
        assertThat(named).containsExactly(names.split(" "));
        assertThat(rows(report).stream().mapToLong(row -> row.count("leads")).sum())
                .isEqualTo(4);
    }

    private static List<ReportRow> rows(Report report) {
        return report.rows().stream().map(Report.Row::now).toList();
    }

    private static List<LeadsBehind.Unit> behind(Map<String, List<String>> question, Map<String, List<String>> row) {
        var parameters = new LinkedHashMap<>(question);
        parameters.putAll(row);
        parameters.put("column", List.of("leads"));
        CellRequest request = CellRequest.parse(parameters, REPORT.definition());
        return filled.store()
                .read(snapshot -> LeadsBehind.ask(REPORT, snapshot, request, 100, null))
                .units();
    }

    @Test
    void theFirstDayIsAskedForInEveryZone() {
        for (String zone : List.of("UTC", "Asia/Tokyo", "America/New_York")) {
            Map<String, List<String>> question = question(zone, "day", false);
            question.put("from", List.of("0001-01-01"));
            question.put("gaps", List.of("false"));
            question.put("to", List.of("2026-01-01"));
            long leads = rows(filled.ask(REPORT, ReportRequest.parse(question, REPORT.definition()))).stream()
                    .mapToLong(row -> row.count("leads"))
                    .sum();
            // What was the day before in New York is not from the first day on.
            assertThat(leads).as(zone).isEqualTo(zone.startsWith("America") ? 2 : 4);
        }
    }
}
