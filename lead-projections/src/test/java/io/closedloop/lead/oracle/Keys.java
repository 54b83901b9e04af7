package io.closedloop.lead.oracle;

import io.closedloop.lead.source.Source;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which row a thing belongs to, and whether the question is about it at all. */
final class Keys {
    private static final Map<String, String> DATES = Map.of(
            "day", "yyyy-MM-dd", "week", "YYYY-'W'ww", "month", "yyyy-MM", "quarter", "yyyy-'Q'q", "year", "yyyy");

    /** Looks the value of a group up by its name, unless it is a date. */
    interface Values {
        @Nullable
        Object of(String group);
    }

    private final Asked asked;

    Keys(Asked asked) {
        this.asked = asked;
    }

    /** Whether the period and the filters let something through that happened {@code at}. */
    boolean take(Values values, Instant at) {
        if (asked.from() != null && at.isBefore(asked.from())) {
            return false;
        }
        if (asked.to() != null && !at.isBefore(asked.to())) {
            return false;
        }
        for (var filter : asked.filters().entrySet()) {
            Object value = value(values, at, filter.getKey());
            if (!filter.getValue().contains(value == null ? "" : value.toString())) {
                return false;
            }
        }
        return true;
    }

    Map<String, @Nullable Object> of(Values values, Instant at) {
        var key = new LinkedHashMap<String, @Nullable Object>();
        asked.groupBy().forEach(group -> key.put(group, value(values, at, group)));
        return key;
    }

    private @Nullable Object value(Values values, Instant at, String group) {
        return DATES.containsKey(group) ? date(group, at.atZone(asked.zone()).toLocalDate()) : values.of(group);
    }

    private String date(String group, LocalDate day) {
        int yearStart = asked.dates().yearStart();
        boolean fiscal = yearStart > 1 && (group.equals("year") || group.equals("quarter"));
        if (fiscal) {
            String year = "FY%04d".formatted(day.getMonthValue() < yearStart ? day.getYear() : day.getYear() + 1);
            int monthsIn = (day.getMonthValue() - yearStart + 12) % 12;
            return group.equals("year") ? year : "%s-Q%d".formatted(year, monthsIn / 3 + 1);
        }
        if (group.equals("week") && asked.dates().weekStart() != DayOfWeek.MONDAY) {
            LocalDate first = day;
            while (first.getDayOfWeek() != asked.dates().weekStart()) {
                first = first.minusDays(1);
            }
            return first.toString();
        }
        // In Germany weeks are those of ISO 8601.
        return DateTimeFormatter.ofPattern(String.valueOf(DATES.get(group)), Locale.GERMANY)
                .format(day);
    }

    /** The keys of rows by dates alone, day by day between two instants, each once. */
    List<Map<String, @Nullable Object>> between(Instant first, Instant last) {
        var keys = new LinkedHashSet<Map<String, @Nullable Object>>();
        LocalDate end = last.atZone(asked.zone()).toLocalDate();
        for (LocalDate day = first.atZone(asked.zone()).toLocalDate(); !day.isAfter(end); day = day.plusDays(1)) {
            var key = new LinkedHashMap<String, @Nullable Object>();
            for (String group : asked.groupBy()) {
                key.put(group, date(group, day));
            }
            keys.add(key);
        }
        return List.copyOf(keys);
    }

    static @Nullable Object of(Source source, String group) {
        return switch (group) {
            case "channel" -> source.channel().name();
            case "origin" -> source.origin();
            case "campaign" -> source.campaign();
            case "landingPage" -> source.landingPage();
            case "sourcedBy" -> source.sourcedBy().name();
            default -> throw new IllegalArgumentException(group);
        };
    }

    /** An attempt has a source, and nothing else that reports are grouped by. */
    static Values ofAttempt(Source source) {
        return group -> group.startsWith("attr.")
                        || List.of("owner", "pass", "playbookVersion").contains(group)
                ? null
                : of(source, group);
    }
}
