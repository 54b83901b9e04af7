package io.closedloop.lead.reporting.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Sql;
import io.closedloop.lead.reporting.reports.AllReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statement that every report asks on every basis, of what is known now and of what was known before, is the one in
 * its golden file. {@code -Dclosedloop.golden=write} writes the files anew; their difference is for reviewers.
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

    /** A report on a basis. */
    record Asked(ReportQuery report, Basis basis, @Nullable Instant asOf) {
        String file() {
            return "%s-%s-%s.sql"
                    .formatted(report.definition().id(), basis.parameter(), asOf == null ? "now" : "as-of");
        }

        @Override
        public String toString() {
            return file();
        }
    }

    static List<Asked> all() {
        return AllReports.latest().stream()
                .flatMap(report -> report.definition().bases().stream()
                        .flatMap(
                                basis -> Stream.of(new Asked(report, basis, null), new Asked(report, basis, LONG_AGO))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isTheOneInItsGoldenFile(Asked asked) throws IOException {
        Path file = GOLDEN.resolve(asked.file());
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
                            all().stream().map(Asked::file).toList());
        }
    }

    private static String sql(Asked asked) {
        var request = ReportRequest.parse(
                Map.of(
                        "basis", List.of(asked.basis().parameter()),
                        "from", List.of("2026-01-01"),
                        "to", List.of("2026-04-01"),
                        "groupBy", List.of("channel"),
                        "campaign", List.of("spring", "")),
                asked.report().definition());
        return store.read(snapshot -> {
            Instant asOf = asked.asOf();
            Question question = asOf == null
                    ? Question.of(request, snapshot)
                    : Question.knowing(new Progress(1000, null, asOf), request.asOf(asOf), snapshot);
            Sql sql = new Counting(question, asked.report()).sql();
            return "%s\n\n-- with %s\n".formatted(sql.text().strip(), sql.parameters());
        });
    }
}
