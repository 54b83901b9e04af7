package io.closedloop.lead.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.history.DeliveredAllTheSame;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.reporting.answer.Report;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That nobody who is suppressed is delivered again is read off the log: where it happens all the same, it is told. */
class RedeliveryIsCountedNotAssumedTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(DeliveredAllTheSame.class)
    void tellsWhoWasDeliveredWhileSuppressed(DeliveredAllTheSame violation) {
        var log = new MemoryLog();
        violation.append(log);
        Asked asked = Asked.EVERYTHING.asFlow();
        Answer counted = new Recount(log.events(), null).count(Recount.Name.redelivery, asked);
        try (var filled = new Filled(folder.resolve("models.duckdb"), log)) {
            Report answer = filled.ask(Recount.Name.redelivery, asked, null, null);
            assertThat(Told.rows(answer)).isEqualTo(counted.rows());
            assertThat(Told.rows(answer).get(Map.of())).containsEntry("delivered", (long) violation.violations());
            var cell = new CellAddress(Recount.Name.redelivery, asked, Map.of(), "delivered");
            assertThat(Told.units(filled.behind(cell, null, 10))).isEqualTo(counted.behind(Map.of(), "delivered"));
        }
    }
}
