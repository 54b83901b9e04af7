package io.closedloop.lead.reporting.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void givesTheIntervalOfTheMetricContract() {
        Ratio ratio = Ratio.ofCohort(841, 8000, 7159L);
        assertThat(ratio.value()).isEqualTo(0.105125);
        assertThat(ratio.low()).isCloseTo(0.098592, within(0.0000005));
        assertThat(ratio.high()).isCloseTo(0.112037, within(0.0000005));
        assertThat(ratio.open()).isEqualTo(7159);
    }

    @Test
    void staysBetweenNothingAndAll() {
        assertThat(Ratio.ofCohort(0, 3, 0L).low()).isZero();
        assertThat(Ratio.ofCohort(0, 3, 0L).high()).isPositive();
        assertThat(Ratio.ofCohort(3, 3, 0L).high()).isEqualTo(1);
        assertThat(Ratio.ofCohort(3, 3, 0L).low()).isLessThan(1);
    }

    @Test
    void saysNothingOfNothing() {
        assertThat(Ratio.ofCohort(0, 0, 0L)).isEqualTo(new Ratio(null, 0, 0, 0L, null, null));
        assertThat(Ratio.ofFlow(2, 0)).isEqualTo(new Ratio(null, 2, 0, null, null, null));
    }

    @Test
    void ofAFlowMayBeMoreThanOneAndHasNoInterval() {
        assertThat(Ratio.ofFlow(3, 2)).isEqualTo(new Ratio(1.5, 3, 2, null, null, null));
    }
}
