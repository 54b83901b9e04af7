package io.closedloop.lead.log;

import io.closedloop.lead.log.ClockProperties.Holds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database's clock, compared with all other sources of time: this instance's clock, the time since the start, and
 * the log. If two of them are more than {@link DatabaseClock#TOLERANCE} apart, one is wrong, and times recorded by a
 * wrong clock stay wrong for ever: suppressions end early, and reports as of an instant leave out what was known. So
 * nothing is recorded until the clocks agree again, or an operator has said which one to believe.
 */
final class AgreedClock implements DatabaseClock {
    private static final String WAY_OUT =
            "; set the clocks right (and restart an instance that was started with a wrong"
                    + " one), or set closedloop.clock.holds to the one to believe";

    private final InstantSource own;
    private final LongSupplier uptimeNanos;
    private final @Nullable Holds holds;
    private final Instant startedAt;
    private final long startedNanos;

    /**
     * @param own this instance's clock
     * @param uptimeNanos a clock that nobody sets, in nanoseconds since any moment
     * @param holds what holds where they disagree; null: nothing is recorded then
     */
    AgreedClock(InstantSource own, LongSupplier uptimeNanos, @Nullable Holds holds) {
        this.own = own;
        this.uptimeNanos = uptimeNanos;
        this.holds = holds;
        this.startedAt = own.instant();
        this.startedNanos = uptimeNanos.getAsLong();
    }

    @Override
    public Instant now(Instant told, Instant logsTime) {
        if (holds == null) {
            requireAgreement(told, logsTime);
        }
        return told;
    }

    @Override
    public Instant judging(Instant now, Instant logsTime) {
        return holds == Holds.DATABASE && logsTime.isAfter(now.plus(TOLERANCE))
                ? now
                : DatabaseClock.super.judging(now, logsTime);
    }

    private void requireAgreement(Instant told, Instant logsTime) {
        Instant here = own.instant();
        if (apart(told, here)) {
            throw new ClocksDisagreeException(
                    "the database's clock says %s, this instance's %s".formatted(told, here) + WAY_OUT);
        }
        Instant counted = startedAt.plusNanos(uptimeNanos.getAsLong() - startedNanos);
        if (apart(told, counted) || apart(here, counted)) {
            throw new ClocksDisagreeException(
                    "the clock says %s, but counted from the start of this instance it is %s".formatted(here, counted)
                            + WAY_OUT);
        }
        if (logsTime.isAfter(told.plus(TOLERANCE))) {
            throw new ClocksDisagreeException(
                    "the log's last entry was recorded at %s, which is ahead of the database's clock, %s"
                                    .formatted(logsTime, told)
                            + WAY_OUT);
        }
    }

    private static boolean apart(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(TOLERANCE) > 0;
    }
}
