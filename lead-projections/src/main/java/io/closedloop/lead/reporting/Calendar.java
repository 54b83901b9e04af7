package io.closedloop.lead.reporting;

import io.closedloop.lead.reporting.Group.Period;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the periods of dates begin and what they are called. Names of one kind of period stand in the order of time
 * when they stand in that of the alphabet.
 *
 * @param weekStart the first day of a week. From Monday on weeks are those of ISO 8601 ({@code 2026-W05}); any others
 *     are named by their first day ({@code 2026-02-01})
 * @param yearStart the first month of a year. From January on years and quarters are those of the calendar
 *     ({@code 2026}, {@code 2026-Q1}); any others are named by the year in which they end ({@code FY2027},
 *     {@code FY2027-Q1})
 */
public record Calendar(DayOfWeek weekStart, Month yearStart) {
    /** What is meant where nothing else is said. */
    public static final Calendar USUAL = new Calendar(DayOfWeek.MONDAY, Month.JANUARY);

    private static final String FISCAL = "FY";
    private static final Pattern WEEKS = Pattern.compile("(\\d{4})-W(\\d{2})");
    private static final Pattern QUARTERS = Pattern.compile("(\\d{4})-Q([1-4])");
    private static final Pattern YEARS = Pattern.compile("\\d{4}");
    private static final int MONTHS_OF_A_QUARTER = 3;

    private boolean hasIsoWeeks() {
        return weekStart == DayOfWeek.MONDAY;
    }

    private boolean hasCalendarYears() {
        return yearStart == Month.JANUARY;
    }

    /** How many months a year here begins after the calendar's. */
    private int monthsLate() {
        return yearStart.getValue() - 1;
    }

    /** The first day of the period that a day is in. */
    public LocalDate begin(Period period, LocalDate day) {
        return switch (period) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(weekStart));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> {
                LocalDate month = day.withDayOfMonth(1).minusMonths(monthsLate());
                yield month.minusMonths((month.getMonthValue() - 1) % MONTHS_OF_A_QUARTER)
                        .plusMonths(monthsLate());
            }
            case YEAR ->
                day.withDayOfMonth(1).minusMonths(monthsLate()).withDayOfYear(1).plusMonths(monthsLate());
        };
    }

    /** The first day after the period that a day is in. */
    public LocalDate end(Period period, LocalDate day) {
        LocalDate begin = begin(period, day);
        return switch (period) {
            case DAY -> begin.plusDays(1);
            case WEEK -> begin.plusWeeks(1);
            case MONTH -> begin.plusMonths(1);
            case QUARTER -> begin.plusMonths(MONTHS_OF_A_QUARTER);
            case YEAR -> begin.plusYears(1);
        };
    }

    /** @param begin its first day */
    public String format(Period period, LocalDate begin) {
        return switch (period) {
            case DAY -> DateTimeFormatter.ISO_LOCAL_DATE.format(begin);
            case WEEK ->
                hasIsoWeeks()
                        ? "%04d-W%02d"
                                .formatted(
                                        begin.get(IsoFields.WEEK_BASED_YEAR),
                                        begin.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
                        : DateTimeFormatter.ISO_LOCAL_DATE.format(begin);
            case MONTH -> YearMonth.from(begin).toString();
            case QUARTER -> "%s-Q%d".formatted(year(begin), quarter(begin));
            case YEAR -> year(begin);
        };
    }

    private String year(LocalDate day) {
        int begins = day.minusMonths(monthsLate()).getYear();
        return hasCalendarYears() ? "%04d".formatted(begins) : FISCAL + "%04d".formatted(begins + 1);
    }

    private int quarter(LocalDate day) {
        return day.minusMonths(monthsLate()).get(IsoFields.QUARTER_OF_YEAR);
    }

    /**
     * The first day of the period that {@link #format} writes so.
     *
     * @throws DateTimeException when the text is not such a date
     */
    public LocalDate parse(Period period, String text) {
        LocalDate begin = switch (period) {
            case DAY -> LocalDate.parse(text);
            case WEEK -> hasIsoWeeks() ? isoWeek(text) : LocalDate.parse(text);
            case MONTH -> YearMonth.parse(text).atDay(1);
            case QUARTER -> {
                Matcher parts = matched(QUARTERS, afterPrefix(text));
                yield firstOfYear(parts.group(1))
                        .plusMonths((Integer.parseInt(parts.group(2)) - 1) * (long) MONTHS_OF_A_QUARTER);
            }
            case YEAR -> firstOfYear(matched(YEARS, afterPrefix(text)).group());
        };
        if (!format(period, begin).equals(text) || !begin(period, begin).equals(begin)) {
            throw new DateTimeException("written differently, or within a period");
        }
        return begin;
    }

    private String afterPrefix(String text) {
        if (hasCalendarYears()) {
            return text;
        }
        if (!text.startsWith(FISCAL)) {
            throw new DateTimeException("not a fiscal year");
        }
        return text.substring(FISCAL.length());
    }

    private LocalDate firstOfYear(String year) {
        int begins = Year.parse(year).getValue() - (hasCalendarYears() ? 0 : 1);
        return LocalDate.of(begins, yearStart, 1);
    }

    private static LocalDate isoWeek(String text) {
        Matcher parts = matched(WEEKS, text);
        return LocalDate.of(Integer.parseInt(parts.group(1)), 1, 4)
                .with(ChronoField.DAY_OF_WEEK, 1)
                .plusWeeks(Integer.parseInt(parts.group(2)) - 1L);
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("not of the form " + pattern);
        }
        return matcher;
    }

    /**
     * The first day of the period that an instant is in, as an expression of type {@code DATE}.
     *
     * @param local an expression of type {@code TIMESTAMP}: what clocks showed
     */
    public String begin(Period period, String local) {
        return switch (period) {
            case DAY, MONTH -> truncated(period, local, "");
            // The column store knows weeks from Monday on and years from January on; what is moved there is moved back.
            case WEEK -> {
                int days = (DayOfWeek.MONDAY.getValue() - weekStart.getValue() + 7) % 7;
                yield truncated(period, local, days == 0 ? "" : "to_days(%d)".formatted(days));
            }
            case QUARTER, YEAR ->
                truncated(period, local, hasCalendarYears() ? "" : "to_months(%d)".formatted(-monthsLate()));
        };
    }

    private static String truncated(Period period, String local, String moved) {
        return moved.isEmpty()
                ? "CAST(date_trunc('%s', %s) AS DATE)".formatted(period.parameter(), local)
                : "CAST(date_trunc('%1$s', %2$s + %3$s) - %3$s AS DATE)".formatted(period.parameter(), local, moved);
    }
}
