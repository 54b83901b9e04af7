package io.closedloop.lead.columnstore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Instants as the column store keeps them: microseconds since 1970 in UTC. Going through numbers keeps every driver's
 * and machine's time zone out of it.
 */
public final class Micros {
    private Micros() {}

    /** @throws ArithmeticException for an instant more than 292,000 years away */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
    }

    public static Instant toInstant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
