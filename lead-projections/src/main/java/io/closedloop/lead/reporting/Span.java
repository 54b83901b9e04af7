package io.closedloop.lead.reporting;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A period as calendars see it.
 *
 * @param from null for the beginning of time
 * @param to null for the end of time
 */
record Span(@Nullable Instant from, @Nullable Instant to, ZoneId zone) {
    /**
     * The period before, as long as this one: whole calendar months before whole calendar months, as many days before
     * whole days, else the same length; null where this one has no length.
     */
    @Nullable
    Span previous() {
        if (from == null || to == null) {
            return null;
        }
        ZonedDateTime begin = from.atZone(zone);
        ZonedDateTime end = to.atZone(zone);
        if (isMidnight(begin) && isMidnight(end)) {
            LocalDate first = begin.toLocalDate();
            LocalDate last = end.toLocalDate();
            LocalDate before = first.getDayOfMonth() == 1 && last.getDayOfMonth() == 1
                    ? first.minusMonths(ChronoUnit.MONTHS.between(first, last))
                    : first.minusDays(ChronoUnit.DAYS.between(first, last));
            return new Span(before.atStartOfDay(zone).toInstant(), from, zone);
        }
        return new Span(from.minus(Duration.between(from, to)), from, zone);
    }

    /** Where clocks jump over midnight, a day begins later. */
    private static boolean isMidnight(ZonedDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                || time.toLocalDate().atStartOfDay(time.getZone()).equals(time);
    }
}
