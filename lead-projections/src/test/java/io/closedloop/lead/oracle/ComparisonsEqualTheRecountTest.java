package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.reporting.answer.Cell;
import io.closedloop.lead.reporting.answer.Ratio;
import io.closedloop.lead.reporting.answer.Report;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A comparison gives what the two questions give that it is made of, in one row for both, and what is between them. */
class ComparisonsEqualTheRecountTest {
    private static final Offset<Double> ROUNDED = within(2e-6);

    @TempDir
    Path folder;

    static List<Long> seeds() {
        return Seeds.all();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withThePeriodBefore(long seed) {
        try (var asking = new Asking(folder, seed)) {
            for (int i = 0; i < Seeds.questions(4); i++) {
                Asked asked = asking.questions.comparable();
                Instant from = asked.from();
                Instant to = asked.to();
                if (from != null && to != null) {
                    Period before = new Period(from, to).previous(asked.zone());
                    Instant asOf = asking.questions.asOf();
                    asking.compares(asked, asOf, "previous", asked.in(before.from(), before.to()), asOf);
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withAnyOtherPeriod(long seed) {
        try (var asking = new Asking(folder, seed)) {
            for (int i = 0; i < Seeds.questions(4); i++) {
                Asked asked = asking.questions.comparable();
                Period other = asking.questions.period(asked.zone());
                Instant asOf = asking.questions.asOf();
                asking.compares(asked, asOf, other.from() + "/" + other.to(), asked.in(other.from(), other.to()), asOf);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void withWhatWasKnownAtAnotherInstant(long seed) {
        try (var asking = new Asking(folder, seed)) {
            for (int i = 0; i < Seeds.questions(4); i++) {
                Asked asked = i % 4 == 3 ? asking.questions.byDates() : asking.questions.any();
                Instant earlier = asking.questions.recordedAt();
                Instant later = asking.questions.recordedAt();
                asking.compares(asked, i % 2 == 0 ? null : later, earlier.toString(), asked, earlier);
            }
        }
    }

    private static final class Asking implements AutoCloseable {
        private final MemoryLog log = new MemoryLog();
        private final Filled filled;
        private final Questions questions;

        Asking(Path folder, long seed) {
            RandomHistory.append(seed, Seeds.commands(seed), log);
            filled = new Filled(folder.resolve("models.duckdb"), log);
            questions = new Questions(seed, log);
        }

        void compares(
                Asked question, @Nullable Instant asOf, String compareTo, Asked other, @Nullable Instant otherAsOf) {
            var recount = new Recount(log.events(), asOf);
            var recountOfBase = new Recount(log.events(), otherAsOf);
            for (Recount.Name report : Recount.Name.values()) {
                var keys = new HashSet<>(
                        recount.count(report, question.offeredBy(report).withGaps())
                                .rows()
                                .keySet());
                keys.addAll(recountOfBase
                        .count(report, other.offeredBy(report).withGaps())
                        .rows()
                        .keySet());
                boolean answerable = recount.hasRoomFor(question.offeredBy(report), keys)
                        && recountOfBase.hasRoomFor(other.offeredBy(report), keys);
                Asked asked = answerable
                        ? question.offeredBy(report)
                        : question.offeredBy(report).withGaps();
                Asked base = answerable
                        ? other.offeredBy(report)
                        : other.offeredBy(report).withGaps();
                // What is empty in between is so in the dates of both.
                keys.addAll(recount.count(report, asked, keys).rows().keySet());
                keys.addAll(recountOfBase.count(report, base, keys).rows().keySet());
                var now = recount.count(report, asked, keys).rows();
                var before = recountOfBase.count(report, base, keys).rows();

                Report answer = filled.ask(report, asked, asOf, compareTo);
                String what = "%s as of %s: %s compared to %s".formatted(report, asOf, asked, compareTo);
                assertThat(Told.rows(answer)).as(what).containsExactlyInAnyOrderEntriesOf(now);
                assertThat(Told.bases(answer)).as("base of %s", what).containsExactlyInAnyOrderEntriesOf(before);
                for (Report.Row row : answer.rows()) {
                    var key = Told.key(answer, row.now());
                    for (Cell difference : row.difference()) {
                        isBetween(
                                what + " " + key,
                                difference,
                                now.getOrDefault(key, Map.of()),
                                before.getOrDefault(key, Map.of()));
                    }
                }
            }
        }

        @Override
        public void close() {
            filled.close();
        }
    }

    private static void isBetween(
            String what, Cell difference, Map<String, Object> nowColumns, Map<String, Object> beforeColumns) {
        String now = String.valueOf(nowColumns.get(difference.name()));
        String before = String.valueOf(beforeColumns.get(difference.name()));
        String as = "%s: %s of %s and %s".formatted(what, difference.name(), now, before);
        switch (difference) {
            case Cell.Count count ->
                assertThat(count.value()).as(as).isEqualTo(Long.parseLong(now) - Long.parseLong(before));
            case Cell.Decimal decimal ->
                assertThat(decimal.value())
                        .as(as)
                        .isEqualByComparingTo(new BigDecimal(now).subtract(new BigDecimal(before)));
            case Cell.Rate rate -> isBetween(as, rate.ratio(), now, before);
            case Cell.Value number -> {
                if (now.equals("null") || before.equals("null")) {
                    assertThat(number.value()).as(as).isNull();
                } else {
                    assertThat(number.value())
                            .as(as)
                            .isCloseTo(Double.parseDouble(now) - Double.parseDouble(before), ROUNDED);
                }
            }
            case Cell.Amounts amounts ->
                assertThat(Told.text(amounts.totals())).as(as).isEqualTo(money(now, before));
        }
    }

    private static void isBetween(String as, Ratio difference, String now, String before) {
        String[] a = now.split("[/ ]");
        String[] b = before.split("[/ ]");
        assertThat(difference.numerator()).as(as).isEqualTo(Long.parseLong(a[0]) - Long.parseLong(b[0]));
        assertThat(difference.denominator()).as(as).isEqualTo(Long.parseLong(a[1]) - Long.parseLong(b[1]));
        assertThat(String.valueOf(difference.open()))
                .as(as)
                .isEqualTo(
                        a[2].equals("null") || b[2].equals("null")
                                ? "null"
                                : String.valueOf(Long.parseLong(a[2]) - Long.parseLong(b[2])));
        if (a[1].equals("0") || b[1].equals("0")) {
            assertThat(difference.value()).as(as).isNull();
        } else {
            assertThat(difference.value())
                    .as(as)
                    .isCloseTo(
                            Double.parseDouble(a[0]) / Double.parseDouble(a[1])
                                    - Double.parseDouble(b[0]) / Double.parseDouble(b[1]),
                            ROUNDED);
        }
        assertThat(difference.low()).as(as).isNull();
        assertThat(difference.high()).as(as).isNull();
    }

    private static String money(String now, String before) {
        var between = new TreeMap<String, BigDecimal>();
        amounts(now).forEach((currency, amount) -> between.merge(currency, amount, BigDecimal::add));
        amounts(before).forEach((currency, amount) -> between.merge(currency, amount.negate(), BigDecimal::add));
        var texts = new TreeMap<String, String>();
        between.forEach((currency, amount) ->
                texts.put(currency, amount.stripTrailingZeros().toPlainString()));
        return texts.toString();
    }

    private static Map<String, BigDecimal> amounts(String totals) {
        var amounts = new TreeMap<String, BigDecimal>();
        for (String total : totals.replaceAll("[{} ]", "").split(",")) {
            if (!total.isEmpty()) {
                amounts.put(total.split("=")[0], new BigDecimal(total.split("=")[1]));
            }
        }
        return amounts;
    }
}
