package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.answer.ReportRow;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random questions about random histories: what the column store answers is what counting the events by hand gives. The
 * seed stands in the test's name; {@code -Dclosedloop.seed=<n>} runs one.
 */
class ReportsEqualTheRecountTest {
    @TempDir
    Path folder;

    static List<Long> seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyReportCountsWhatTheEventsSay(long seed) {
        var log = new MemoryLog();
        RandomHistory.append(seed, Seeds.commands(seed), log);
        var questions = new Questions(seed, log);
        try (var filled = new Filled(folder.resolve("models.duckdb"), log)) {
            var now = new Recount(log.events(), null);
            for (Asked asked : inEveryWay()) {
                assertSame(filled, log, now, asked, null);
            }
            for (int question = 0; question < Seeds.questions(15); question++) {
                Instant asOf = questions.asOf();
                assertSame(filled, log, new Recount(log.events(), asOf), questions.any(), asOf);
            }
            for (int question = 0; question < Seeds.questions(3); question++) {
                Instant asOf = questions.asOf();
                assertSame(filled, log, new Recount(log.events(), asOf), questions.byDates(), asOf);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasKnownAtAnInstantStaysTheSameHoweverMuchComesAfterIt(long seed) {
        record Answered(Recount.Name report, Asked asked, Instant asOf, List<Report.Row> rows, long position) {}
        var log = new MemoryLog();
        var history = RandomHistory.append(seed, Seeds.commands(seed) / 3, log);
        var questions = new Questions(seed, log);
        try (var filled = new Filled(folder.resolve("models.duckdb"), log)) {
            var answers = new ArrayList<Answered>();
            for (int i = 0; i < Seeds.questions(18); i++) {
                Recount.Name report = Recount.Name.values()[i % Recount.Name.values().length];
                Instant asOf = questions.recordedAt();
                Asked asked = new Recount(log.events(), asOf)
                        .answerable(report, questions.any().offeredBy(report));
                Report answer = filled.ask(report, asked, asOf, null);
                answers.add(new Answered(report, asked, asOf, answer.rows(), answer.position()));
            }
            for (int more = 0; more < 2; more++) {
                history.goOn(Seeds.commands(seed) / 5);
                for (Answered before : answers) {
                    Report again = filled.ask(before.report(), before.asked(), before.asOf(), null);
                    assertThat(again.rows()).as("%s", before).isEqualTo(before.rows());
                    assertThat(again.position()).isEqualTo(before.position());
                }
            }
        }
    }

    /** Each basis, strictly and not, with and without a limit of time, in all and by each group. */
    private static List<Asked> inEveryWay() {
        var all = new ArrayList<Asked>();
        var groups = new ArrayList<List<String>>();
        groups.add(List.of());
        Questions.GROUPS.forEach(group -> groups.add(List.of(group)));
        for (List<String> groupBy : groups) {
            for (boolean flow : new boolean[] {false, true}) {
                boolean other = all.size() % 4 < 2;
                all.add(new Asked(
                        flow,
                        null,
                        null,
                        ZoneId.of("Europe/Berlin"),
                        groupBy,
                        Map.of(),
                        other,
                        other ? Duration.ofDays(60) : null,
                        other ? Asked.Dates.USUAL : new Asked.Dates(DayOfWeek.SUNDAY, 4, true),
                        Asked.LATEST));
            }
        }
        return all;
    }

    private static void assertSame(
            Filled filled, MemoryLog log, Recount recount, Asked question, @Nullable Instant asOf) {
        for (Recount.Name report : Recount.Name.values()) {
            Asked asked = recount.answerable(report, question.offeredBy(report));
            if (!asked.equals(question.offeredBy(report))) {
                assertThatExceptionOfType(InvalidParameterException.class)
                        .isThrownBy(() -> filled.ask(report, question.offeredBy(report), asOf, null))
                        .satisfies(e -> assertThat(e.parameter()).isEqualTo("gaps"));
            }
            Report answer = filled.ask(report, asked, asOf, null);
            Answer counted = recount.count(report, asked);
            assertThat(Told.rows(answer))
                    .as("%s as of %s: %s", report, asOf, asked)
                    .containsExactlyInAnyOrderEntriesOf(counted.rows());
            assertSorted(report, asked, answer, counted);
            long known = asOf == null
                    ? log.head()
                    : log.events().stream()
                            .filter(event -> !event.recordedAt().isAfter(asOf))
                            .count();
            assertThat(answer.position()).isEqualTo(known);
            assertThat(answer.asOf())
                    .isEqualTo(asOf == null ? log.events().getLast().recordedAt() : asOf);
        }
    }

    /**
     * By dates, the earliest first, unless the definition is older than that; then by main count, the largest first,
     * then by key, then by what else tells rows apart.
     */
    private static void assertSorted(Recount.Name report, Asked asked, Report answer, Answer counted) {
        Comparator<ReportRow> order = Comparator.comparing(_ -> 0);
        for (String group : asked.definition() > 1 ? asked.groupBy() : List.<String>of()) {
            if (Questions.DATES.contains(group)) {
                order = order.thenComparing(
                        row -> String.valueOf(row.key().values().get(group)));
            }
        }
        order = order.thenComparing(
                        Comparator.<ReportRow>comparingLong(row -> report.mainCount(counted, Told.key(answer, row)))
                                .reversed())
                .thenComparing(ReportRow::key);
        for (int i = 0; i < answer.definition().dimensions().size(); i++) {
            int number = i;
            Dimension dimension = answer.definition().dimensions().get(i);
            order = order.thenComparing(
                            row -> dimension.values().indexOf(row.dimensions().get(number)))
                    .thenComparing(row -> row.dimensions().get(number));
        }
        assertThat(answer.rows().stream().map(Report.Row::now).toList())
                .as("%s: %s", report, answer.request())
                .isSortedAccordingTo(order);
    }
}
