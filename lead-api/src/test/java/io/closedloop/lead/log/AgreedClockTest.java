package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.log.ClockProperties.Holds;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreedClockTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant LOG = START.minusSeconds(60);
    private static final Duration YEAR = Duration.ofDays(365);

    private final AtomicReference<Instant> own = new AtomicReference<>(START);
    private final AtomicLong uptime = new AtomicLong(7_000_000);

    private AgreedClock clock(@Nullable Holds holds) {
        return new AgreedClock(own::get, uptime::get, holds);
    }

    private void pass(Duration time) {
        own.updateAndGet(now -> now.plus(time));
        uptime.addAndGet(time.toNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT4M59S", "-PT4M59S"})
    void isTheDatabasesWhereItIsFiveMinutesOffAtMost(Duration off) {
        AgreedClock clock = clock(null);
        pass(Duration.ofDays(3));

        Instant told = own.get().plus(off);

        assertThat(clock.now(told, LOG)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M1S", "-PT5M1S", "PT8760H", "-PT8760H"})
    void isNobodysWhereTheDatabasesAndTheInstancesAreApart(Duration off) {
        AgreedClock clock = clock(null);

        assertThatThrownBy(() -> clock.now(START.plus(off), LOG))
                .isInstanceOf(ClocksDisagreeException.class)
                .hasMessageContaining(START.plus(off).toString())
                .hasMessageContaining(START.toString())
                .hasMessageContaining("closedloop.clock.holds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M1S", "-PT5M1S", "PT8760H", "-PT8760H"})
    void isNobodysWhereBothWereSetAndTheUptimeTellsSo(Duration set) {
        AgreedClock clock = clock(null);
        pass(Duration.ofHours(2));
        own.updateAndGet(now -> now.plus(set));

        assertThatThrownBy(() -> clock.now(own.get(), LOG))
                .isInstanceOf(ClocksDisagreeException.class)
                .hasMessageContaining("counted from the start of this instance it is 2026-03-02T11:00:00Z");
    }

    @Test
    void isRightAgainOnceTheClocksAre() {
        AgreedClock clock = clock(null);
        own.set(START.plus(YEAR));
        assertThatThrownBy(() -> clock.now(own.get(), LOG)).isInstanceOf(ClocksDisagreeException.class);

        own.set(START.plusSeconds(1));

        assertThat(clock.now(own.get(), LOG)).isEqualTo(START.plusSeconds(1));
    }

    @Test
    void isNobodysWhereTheLogIsAheadOfIt() {
        AgreedClock clock = clock(null);

        assertThatThrownBy(() -> clock.now(START, START.plus(YEAR)))
                .isInstanceOf(ClocksDisagreeException.class)
                .hasMessageContaining("recorded at 2027-03-02T09:00:00Z");
        assertThat(clock.now(START, START.plusSeconds(299))).isEqualTo(START);
    }

    @Test
    void whatAnOperatorSaysHolds() {
        Instant logsTime = START.plus(YEAR);
        for (Holds holds : Holds.values()) {
            own.set(START.minus(YEAR));
            assertThat(clock(holds).now(START, logsTime)).isEqualTo(START);
        }

        assertThat(clock(Holds.DATABASE).judging(START, logsTime)).isEqualTo(START);
        assertThat(clock(Holds.LOG).judging(START, logsTime)).isEqualTo(logsTime.plusNanos(1000));
    }

    @Test
    void whatHasEndedIsJudgedByTheLogsTimeThatNeverGoesBack() {
        for (Holds holds : new @Nullable Holds[] {null, Holds.DATABASE, Holds.LOG}) {
            assertThat(clock(holds).judging(START, LOG)).isEqualTo(START);
            assertThat(clock(holds).judging(START, START.plusSeconds(200)))
                    .isEqualTo(START.plusSeconds(200).plusNanos(1000));
        }
    }

    @Test
    void theMachinesUptimeRunsOn() {
        var nanos = Uptime.nanos();
        long before = nanos.getAsLong();
        long javas = System.nanoTime();
        while (System.nanoTime() - javas < 2_000_000) {
            Thread.onSpinWait();
        }
        assertThat(nanos.getAsLong() - before)
                .isBetween(2_000_000L, Duration.ofMinutes(2).toNanos());
    }
}
