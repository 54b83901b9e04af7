package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.campaigns.CampaignsReport;
import io.closedloop.lead.funnel.FunnelReport;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.Report;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.ReportRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random questions about random histories: what the column store answers is what counting the events by hand gives. The
 * seed stands in the test's name; {@code -Dclosedloop.seed=<n>} runs one.
 */
class ReportsEqualTheRecountTest {
    private static final List<String> GROUPS = List.of(
            "channel",
            "origin",
            "campaign",
            "landingPage",
            "sourcedBy",
            "owner",
            "pass",
            "playbookVersion",
            "attr.city",
            "attr.size",
            "attr.vip",
            "attr.none",
            "day",
            "week",
            "month",
            "quarter");
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("channel", List.of("EMAIL", "SOCIAL", "TV")),
            Map.entry("origin", List.of("fair", "blog", "", "nowhere")),
            Map.entry("campaign", List.of("spring", "summer, \"big\"", "ünder", "=1+1", "")),
            Map.entry("landingPage", List.of("lp0", "lp1", "")),
            Map.entry("sourcedBy", List.of("MARKETING", "SALES", "OTHER")),
            Map.entry("owner", List.of("rep0", "rep1", "")),
            Map.entry("pass", List.of("1", "2", "")),
            Map.entry("playbookVersion", List.of("1", "2")),
            Map.entry("attr.city", List.of("Berlin", "São Paulo", "")),
            Map.entry("attr.size", List.of("0", "10", "20", "")),
            Map.entry("attr.vip", List.of("true", "")),
            Map.entry("attr.none", List.of("", "x")),
            Map.entry("day", List.of("2024-03-31", "2024-04-01")),
            Map.entry("week", List.of("2024-W13", "2024-W14", "2025-W01")),
            Map.entry("month", List.of("2024-03", "2024-04", "2025-01")),
            Map.entry("quarter", List.of("2024-Q1", "2024-Q2")));
    /** Clocks change in the period in all but the first; in Lord Howe by half an hour. */
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu");

    @TempDir
    Path folder;

    static List<Long> seeds() {
        String given = System.getProperty("closedloop.seed");
        return given != null ? List.of(Long.valueOf(given)) : List.of(11L, System.nanoTime() % 1_000_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyReportCountsWhatTheEventsSay(long seed) {
        var log = new MemoryLog();
        RandomHistory.append(seed, 1000, log);
        var random = new Random(seed);
        try (var filled = new Filled(folder.resolve("models.duckdb"), log)) {
            for (String group : GROUPS) {
                for (boolean flow : new boolean[] {false, true}) {
                    var asked = new Asked(
                            flow, null, null, ZoneId.of("Europe/Berlin"), List.of(group), Map.of(), false, null);
                    assertSame(filled, log, asked, null);
                }
            }
            for (int question = 0; question < 60; question++) {
                assertSame(filled, log, anyQuestion(random, log), anyInstant(random, log));
            }
        }
    }

    private static void assertSame(Filled filled, MemoryLog log, Asked asked, @Nullable Instant asOf) {
        var recount = new Recount(log.events(), asOf);
        Report funnel = ask(filled, new FunnelReport(), asked, asOf);
        assertThat(Filled.rows(funnel))
                .as("funnel as of %s: %s", asOf, asked)
                .containsExactlyInAnyOrderEntriesOf(
                        recount.count(Recount.Name.funnel, asked).rows());
        assertSorted(funnel, new FunnelReport());
        Report campaigns = ask(filled, new CampaignsReport(), asked, asOf);
        assertThat(Filled.rows(campaigns))
                .as("campaigns as of %s: %s", asOf, asked)
                .containsExactlyInAnyOrderEntriesOf(
                        recount.count(Recount.Name.campaigns, asked).rows());
        assertSorted(campaigns, new CampaignsReport());
        long known = asOf == null
                ? log.head()
                : log.events().stream()
                        .filter(event -> !event.recordedAt().isAfter(asOf))
                        .count();
        assertThat(funnel.position()).isEqualTo(known);
        assertThat(campaigns.asOf())
                .isEqualTo(asOf == null ? log.events().getLast().recordedAt() : asOf);
    }

    private static void assertSorted(Report report, ReportQuery query) {
        assertThat(report.rows().stream().map(Report.Row::now).toList())
                .isSortedAccordingTo(
                        Comparator.comparingLong(query::mainCount).reversed().thenComparing(ReportRow::key));
    }

    private static Report ask(Filled filled, ReportQuery query, Asked asked, @Nullable Instant asOf) {
        var filters = new LinkedHashMap<Group, List<String>>();
        asked.filters().forEach((name, values) -> filters.put(Group.parse(name, name), values));
        return filled.ask(
                query,
                new ReportRequest(
                        asked.flow() ? Basis.FLOW : Basis.COHORT,
                        asked.from(),
                        asked.to(),
                        asked.zone(),
                        asked.groupBy().stream()
                                .map(name -> Group.parse("groupBy", name))
                                .toList(),
                        filters,
                        asked.strict(),
                        asked.within(),
                        asOf,
                        null,
                        OptionalLong.empty()));
    }

    private static Asked anyQuestion(Random random, MemoryLog log) {
        var groups = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String group = pick(random, GROUPS);
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        var filters = new LinkedHashMap<String, List<String>>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = pick(random, GROUPS);
            List<String> values = VALUES.get(name);
            filters.put(name, values.subList(0, 1 + random.nextInt(values.size())));
        }
        Instant a = anyInstant(random, log);
        Instant b = anyInstant(random, log);
        if (a != null && b != null && a.isAfter(b)) {
            Instant swap = a;
            a = b;
            b = swap;
        }
        return new Asked(
                random.nextBoolean(),
                a,
                b,
                ZoneId.of(pick(random, ZONES)),
                groups,
                filters,
                random.nextBoolean(),
                null);
    }

    private static @Nullable Instant anyInstant(Random random, MemoryLog log) {
        return random.nextInt(3) == 0
                ? null
                : log.events().get(random.nextInt((int) log.head())).recordedAt();
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
