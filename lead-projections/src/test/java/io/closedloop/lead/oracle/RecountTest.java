package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.history.DeliveredAllTheSame;
import io.closedloop.lead.history.ExampleByHand;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recount itself is held against what was counted on paper. */
class RecountTest {
    private static final MemoryLog EXAMPLE = example();

    static List<ExampleNumbers.Number> numbers() {
        return ExampleNumbers.all();
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void countsTheExampleAsItWasCountedOnPaper(ExampleNumbers.Number number) {
        Answer answer = new Recount(EXAMPLE.events(), number.asOf()).count(number.report(), number.asked());

        assertThat(answer.rows()).containsKey(number.key());
        assertThat(answer.rows().get(number.key())).containsEntry(number.column(), number.value());
        if (number.who() != null) {
            assertThat(ExampleNumbers.who(answer, number)).isEqualTo(number.who());
        }
    }

    @ParameterizedTest
    @EnumSource(DeliveredAllTheSame.class)
    void findsWhoWasDeliveredWhileSuppressed(DeliveredAllTheSame violation) {
        var log = new MemoryLog();
        violation.append(log);

        Answer answer = new Recount(log.events(), null).count(Recount.Name.redelivery, Asked.EVERYTHING);
        assertThat(answer.rows().get(Map.of())).containsEntry("delivered", (long) violation.violations());
        assertThat(answer.behind(Map.of(), "delivered")).hasSize(violation.violations());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void nobodyWhomTheDomainSuppressedIsEverDelivered(long seed) {
        var log = new MemoryLog();
        RandomHistory.append(seed, 1500, log);

        Answer answer = new Recount(log.events(), null).count(Recount.Name.redelivery, Asked.EVERYTHING);
        assertThat(answer.rows().get(Map.of())).containsEntry("delivered", 0L);
    }

    private static MemoryLog example() {
        var log = new MemoryLog();
        var example = new ExampleByHand(log);
        example.january();
        example.february();
        return log;
    }
}
