package io.closedloop.lead.reporting.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Sql;
import io.closedloop.lead.reporting.reports.AllReports;
import io.closedloop.lead.reporting.reports.CampaignsReport;
import io.closedloop.lead.reporting.reports.FunnelReport;
import io.closedloop.lead.reporting.reports.WinRateReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statement that every report asks on every basis, of what is known now and of what was known before, with each of
 * its options and as it was defined before, is the one in its golden file. {@code -Dclosedloop.golden=write} writes the
 * files anew; their difference is for reviewers.
 */
class SqlOfReportsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/sql");
    private static final Instant LONG_AGO = Instant.parse("2026-02-01T00:00:00Z");

    @TempDir
    static Path folder;

    private static ColumnStore store;

    @BeforeAll
    static void open() {
        store = ColumnStore.open(
                ColumnStoreSettings.in(folder.resolve("read-models.duckdb")), new FactsProjection().schema());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static final Map<String, List<String>> FILTERED_AND_GROUPED = Map.of(
            "from", List.of("2026-01-01"),
            "to", List.of("2026-04-01"),
            "groupBy", List.of("channel"),
            "campaign", List.of("spring", ""));

    /**
     * A report on a basis.
     *
     * @param file its golden file's name without the ending
     * @param asOf null for what is known now
     */
    record Asked(
            String file,
            ReportQuery report,
            Basis basis,
            @Nullable Instant asOf,
            Map<String, List<String>> parameters) {
        static Asked of(ReportQuery report, Basis basis, @Nullable Instant asOf) {
            String known = asOf == null ? "now" : "as-of";
            return new Asked(
                    "%s-%s-%s".formatted(report.definition().id(), basis.parameter(), known),
                    report,
                    basis,
                    asOf,
                    FILTERED_AND_GROUPED);
        }

        /** The same under another name. */
        Asked named(String ending) {
            return new Asked(file + "-" + ending, report, basis, asOf, parameters);
        }

        /** The same with one parameter more. */
        Asked with(String parameter, String value) {
            var more = new HashMap<>(parameters);
            more.put(parameter, List.of(value));
            return new Asked(file + "-" + parameter, report, basis, asOf, more);
        }

        /** The same of other rows. */
        Asked asking(String ending, Map<String, List<String>> others) {
            return new Asked(file + "-" + ending, report, basis, asOf, others);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Asked> all() {
        return Stream.of(
                        each(AllReports.latest(), _ -> true),
                        each(AllReports.latest(), _ -> true)
                                .map(asked -> Asked.of(asked.report(), asked.basis(), LONG_AGO)),
                        each(having(Option.STRICT), _ -> true).map(asked -> asked.with("strict", "true")),
                        each(having(Option.WITHIN), Basis.COHORT::equals).map(asked -> asked.with("within", "P30D")),
                        each(List.of(WinRateReport.first()), _ -> true).map(asked -> asked.named("v1")),
                        each(List.of(new FunnelReport(), new CampaignsReport()), Basis.COHORT::equals)
                                .map(asked -> asked.asking("all", Map.of("groupBy", List.of("")))),
                        each(List.of(new CampaignsReport()), _ -> true)
                                .map(asked -> asked.asking("grouped", Map.of("groupBy", List.of("month,attr.city")))))
                .flatMap(Function.identity())
                .toList();
    }

    private static List<ReportQuery> having(Option option) {
        return AllReports.latest().stream()
                .filter(report -> report.definition().options().contains(option))
                .toList();
    }

    private static Stream<Asked> each(List<? extends ReportQuery> reports, Predicate<Basis> on) {
        return reports.stream()
                .flatMap(report ->
                        report.definition().bases().stream().filter(on).map(basis -> Asked.of(report, basis, null)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void isTheOneInItsGoldenFile(Asked asked) throws IOException {
        Path file = GOLDEN.resolve(asked.file() + ".sql");
        String sql = sql(asked);
        if ("write".equals(System.getProperty("closedloop.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, sql);
        }
        assertThat(file)
                .as("the SQL of %s; -Dclosedloop.golden=write writes it anew", asked)
                .content()
                .isEqualTo(sql);
    }

    @Test
    void noFileIsLeftOfAReportThatIsNoMore() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            all().stream().map(asked -> asked.file() + ".sql").toList());
        }
    }

    private static String sql(Asked asked) {
        var parameters = new HashMap<>(asked.parameters());
        parameters.put("basis", List.of(asked.basis().parameter()));
        var request = ReportRequest.parse(parameters, asked.report().definition());
        return store.read(snapshot -> {
            Instant asOf = asked.asOf();
            Question question = asOf == null
                    ? Question.of(asked.report(), request, snapshot)
                    : Question.knowing(new Progress(1000, null, asOf), asked.report(), request.asOf(asOf), snapshot);
            Sql sql = new Counting(question, asked.report()).sql();
            return "%s\n\n-- with %s\n".formatted(sql.text().strip(), sql.parameters());
        });
    }
}
