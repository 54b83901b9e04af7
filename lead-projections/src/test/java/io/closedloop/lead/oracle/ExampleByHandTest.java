package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.history.ExampleByHand;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.reporting.answer.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked example of the metric contract, number by number, and the leads behind each. */
class ExampleByHandTest {
    @TempDir
    static Path folder;

    private static final MemoryLog LOG = new MemoryLog();
    private static Filled filled;

    @BeforeAll
    static void fill() {
        var example = new ExampleByHand(LOG);
        example.january();
        example.february();
        filled = new Filled(folder.resolve("models.duckdb"), LOG);
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    static List<ExampleNumbers.Number> numbers() {
        return ExampleNumbers.all();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void isWhatWasCountedOnPaper(ExampleNumbers.Number number) {
        Asked asked = number.asked().offeredBy(number.report());
        Report answer = filled.ask(number.report(), asked, number.asOf(), null);

        assertThat(Told.rows(answer)).containsKey(number.key());
        assertThat(Told.rows(answer).get(number.key())).containsEntry(number.column(), number.value());
        if (number.who() != null) {
            assertThat(who(number)).isEqualTo(number.who());
        }
    }

    @Test
    void januaryStaysWhatItWasKnownToBe() {
        var log = new MemoryLog();
        var example = new ExampleByHand(log);
        example.january();
        try (var followed = new Filled(folder.resolve("followed.duckdb"), log)) {
            Map<Recount.Name, List<Report.Row>> before = all(followed);
            var endOfJanuary = log.events().getLast().recordedAt();
            example.february();
            for (Recount.Name report : Recount.Name.values()) {
                Report again = followed.ask(report, Asked.EVERYTHING.offeredBy(report), endOfJanuary, null);
                assertThat(again.rows()).as("%s", report).isEqualTo(before.get(report));
            }
        }
    }

    private static Map<Recount.Name, List<Report.Row>> all(Filled followed) {
        return List.of(Recount.Name.values()).stream()
                .collect(Collectors.toMap(
                        report -> report,
                        report -> followed.ask(report, Asked.EVERYTHING.offeredBy(report), null, null)
                                .rows()));
    }

    /** A ratio has three lists, unless it has nothing open. */
    private static String who(ExampleNumbers.Number number) {
        String column = number.column();
        var cells = new ArrayList<String>();
        if (number.value() instanceof String ratio && ratio.contains("/")) {
            cells.addAll(List.of(column + "_numerator", column + "_denominator"));
            if (!ratio.endsWith(" null")) {
                cells.add(column + "_open");
            }
        } else {
            cells.add(column);
        }
        Asked asked = number.asked().offeredBy(number.report());
        return cells.stream()
                .map(cell ->
                        filled.behind(new CellAddress(number.report(), asked, number.key(), cell), number.asOf(), 4))
                .map(units -> ExampleNumbers.who(Told.units(units)))
                .collect(Collectors.joining(" | "));
    }
}
