package io.closedloop.lead.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** From an instant until before another one. */
record Period(Instant from, Instant to) {
    /** The one of the same length before it: so many months, so many days, else so much time. */
    Period previous(ZoneId zone) {
        ZonedDateTime first = from.atZone(zone);
        ZonedDateTime end = to.atZone(zone);
        LocalDate firstDay = first.toLocalDate();
        LocalDate endDay = end.toLocalDate();
        boolean wholeDays = isBeginOfDay(first) && isBeginOfDay(end);
        if (wholeDays && firstDay.getDayOfMonth() == 1 && endDay.getDayOfMonth() == 1) {
            long months = ChronoUnit.MONTHS.between(firstDay, endDay);
            return new Period(firstDay.minusMonths(months).atStartOfDay(zone).toInstant(), from);
        }
        if (wholeDays) {
            long days = ChronoUnit.DAYS.between(firstDay, endDay);
            return new Period(firstDay.minusDays(days).atStartOfDay(zone).toInstant(), from);
        }
        return new Period(from.minus(Duration.between(from, to)), from);
    }

    /** Where clocks are put forward at midnight, the day begins later. */
    private static boolean isBeginOfDay(ZonedDateTime time) {
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                || time.toInstant()
                        .equals(time.toLocalDate().atStartOfDay(time.getZone()).toInstant());
    }
}
