package io.closedloop.lead.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void aPercentileIsRightToOnePartIn32AndNeverTooSmall() {
        var latencies = new Latencies();
        for (long micros = 1; micros <= 100_000; micros++) {
            latencies.record(micros * 1_000);
        }

        for (double part : new double[] {0.0001, 0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = part * 100;
            assertThat(latencies.percentileMillis(part))
                    .isGreaterThanOrEqualTo(exact)
                    .isCloseTo(exact, within(exact / 32 + 0.001));
        }
        assertThat(latencies.worstMillis()).isEqualTo(100);
    }

    @Test
    void severalThreadsAddUp() {
        var fast = new Latencies();
        var slow = new Latencies();
        for (int i = 0; i < 99; i++) {
            fast.record(1_000_000);
        }
        slow.record(3_600_000_000_000L);

        fast.add(slow);

        assertThat(fast.count()).isEqualTo(100);
        assertThat(fast.percentileMillis(0.99)).isCloseTo(1, within(0.04));
        assertThat(fast.percentileMillis(1)).isEqualTo(3_600_000);
    }

    @Test
    void nothingHasNoPercentile() {
        assertThatThrownBy(() -> new Latencies().percentileMillis(0.5)).isInstanceOf(IllegalStateException.class);
    }
}
