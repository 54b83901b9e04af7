package io.closedloop.lead.reporting;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single parameters of a question. */
public final class Parameters {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final Duration LONGEST = Duration.ofDays(365_000);
    private static final Pattern WEEKS = Pattern.compile("P(\\d{1,6})W");

    private Parameters() {}

    /**
     * The only value of a parameter, or null where it is not given.
     *
     * @throws InvalidParameterException when it is given more than once
     */
    public static @Nullable String single(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new InvalidParameterException(name, "%s is given %d times".formatted(name, values.size()));
        }
        return values.getFirst();
    }

    /**
     * An instant, or the beginning of a date in {@code zone}.
     *
     * @throws InvalidParameterException when it is neither, or outside the years 1 to 9999
     */
    public static Instant instant(String name, String text, ZoneId zone) {
        Instant instant;
        try {
            instant = text.length() == 10
                    ? beginning(LocalDate.parse(text), zone)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidParameterException(
                    name,
                    "'%s' is neither an instant, such as 2026-01-31T12:00:00Z, nor a date, such as 2026-01-31"
                            .formatted(text));
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new InvalidParameterException(name, "'%s' is not in the years 1 to 9999".formatted(text));
        }
        return instant;
    }

    /** The first day of all begins with the first instant of all, also where clocks showed it earlier. */
    private static Instant beginning(LocalDate day, ZoneId zone) {
        Instant beginning = day.atStartOfDay(zone).toInstant();
        return day.getYear() == 1 && beginning.isBefore(EARLIEST) ? EARLIEST : beginning;
    }

    /**
     * An exact length of time: weeks, days of 24 hours, hours, minutes, seconds.
     *
     * @throws InvalidParameterException when the text is not a length of time, not positive, or longer than 1,000 years
     */
    public static Duration duration(String name, String text) {
        Matcher weeks = WEEKS.matcher(text);
        try {
            Duration duration =
                    weeks.matches() ? Duration.ofDays(7 * Long.parseLong(weeks.group(1))) : Duration.parse(text);
            if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Said below, as of a length that makes no sense.
        }
        throw new InvalidParameterException(
                name,
                "Cannot read '%s' as a length of time; write it like P90D, P12W or PT36H (no months or years, because their lengths differ)"
                        .formatted(text));
    }

    /** @throws InvalidParameterException when it is no position */
    public static long position(String name, String text) {
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InvalidParameterException(
                    name, "Cannot read '%s' as a position; use a whole number from 0".formatted(text));
        }
        return Long.parseLong(text);
    }
}
