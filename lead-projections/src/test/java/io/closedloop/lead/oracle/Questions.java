package io.closedloop.lead.oracle;

import io.closedloop.lead.history.MemoryLog;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random questions about a random history. */
final class Questions {
    static final List<String> DATES = List.of("day", "week", "month", "quarter", "year");
    static final List<String> GROUPS = List.of(
            "channel",
            "origin",
            "campaign",
            "landingPage",
            "sourcedBy",
            "owner",
            "pass",
            "playbookVersion",
            "attr.city",
            "attr.size",
            "attr.vip",
            "attr.none",
            "day",
            "week",
            "month",
            "quarter",
            "year");
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("channel", List.of("EMAIL", "SOCIAL", "TV")),
            Map.entry("origin", List.of("fair", "blog", "", "nowhere")),
            Map.entry("campaign", List.of("spring", "summer, \"big\"", "ünder", "=1+1", "")),
            Map.entry("landingPage", List.of("lp0", "lp1", "")),
            Map.entry("sourcedBy", List.of("MARKETING", "SALES", "OTHER")),
            Map.entry("owner", List.of("rep0", "rep1", "")),
            Map.entry("pass", List.of("1", "2", "")),
            Map.entry("playbookVersion", List.of("1", "2")),
            Map.entry("attr.city", List.of("Berlin", "São Paulo", "")),
            Map.entry("attr.size", List.of("0", "10", "20", "")),
            Map.entry("attr.vip", List.of("true", "")),
            Map.entry("attr.none", List.of("", "x")),
            Map.entry("day", List.of("2024-03-31", "2024-04-01")),
            Map.entry("week", List.of("2024-W13", "2024-W14", "2025-W01")),
            Map.entry("month", List.of("2024-03", "2024-04", "2025-01")),
            Map.entry("quarter", List.of("2024-Q1", "2024-Q2")),
            Map.entry("year", List.of("2024", "2025")));
    /** The same dates where weeks begin on Sundays, or years in April. */
    private static final Map<String, List<String>> OTHER_VALUES = Map.of(
            "week", List.of("2024-03-31", "2024-04-07", "2024-12-29"),
            "quarter", List.of("FY2025-Q1", "FY2024-Q4"),
            "year", List.of("FY2025", "FY2024"));
    /** Clocks change in the period in all but the first and the last; in Lord Howe by half an hour. */
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu");

    private final Random random;
    private final MemoryLog log;

    Questions(long seed, MemoryLog log) {
        this.random = new Random(seed);
        this.log = log;
    }

    Asked any() {
        var groups = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String group = pick(GROUPS);
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        boolean usual = random.nextBoolean();
        var filters = new LinkedHashMap<String, List<String>>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = pick(GROUPS);
            List<String> values = usual
                    ? VALUES.getOrDefault(name, List.of())
                    : OTHER_VALUES.getOrDefault(name, VALUES.getOrDefault(name, List.of()));
            filters.put(name, values.subList(0, 1 + random.nextInt(values.size())));
        }
        ZoneId zone = ZoneId.of(pick(ZONES));
        Instant a = border(zone);
        Instant b = border(zone);
        boolean swapped = a != null && b != null && a.isAfter(b);
        return new Asked(
                random.nextBoolean(),
                swapped ? b : a,
                swapped ? a : b,
                zone,
                groups,
                filters,
                random.nextBoolean(),
                random.nextBoolean() ? null : Duration.ofHours(1 + random.nextInt(2400)),
                dates(usual, filters),
                random.nextInt(4) == 0 ? 1 : Asked.LATEST);
    }

    /** Any where nothing is filtered by them. */
    private Asked.Dates dates(boolean usual, Map<String, List<String>> filters) {
        boolean gaps = random.nextInt(4) > 0;
        return usual
                ? new Asked.Dates(DayOfWeek.MONDAY, 1, gaps)
                : new Asked.Dates(
                        filters.containsKey("week") ? DayOfWeek.SUNDAY : DayOfWeek.of(1 + random.nextInt(7)),
                        filters.containsKey("quarter") || filters.containsKey("year") ? 4 : 1 + random.nextInt(12),
                        gaps);
    }

    /** As {@link #any}, by dates alone. */
    Asked byDates() {
        Asked any = any();
        var groups = new LinkedHashSet<String>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            groups.add(pick(DATES));
        }
        return any.by(groups.toArray(String[]::new));
    }

    /** As {@link #any}, without dates in keys and filters, and with a period. */
    Asked comparable() {
        Asked any = any();
        var filters = new LinkedHashMap<>(any.filters());
        filters.keySet().removeAll(DATES);
        List<String> groups =
                any.groupBy().stream().filter(group -> !DATES.contains(group)).toList();
        Period period = period(any.zone());
        return new Asked(
                any.flow(),
                period.from(),
                period.to(),
                any.zone(),
                groups,
                filters,
                any.strict(),
                any.within(),
                any.dates(),
                any.definition());
    }

    /** Whole months, whole days, or any two instants. */
    Period period(ZoneId zone) {
        LocalDate day = recordedAt().atZone(zone).toLocalDate();
        return switch (random.nextInt(3)) {
            case 0 -> {
                LocalDate first = day.withDayOfMonth(1);
                yield days(first, first.plusMonths(1 + random.nextInt(4)), zone);
            }
            case 1 -> days(day, day.plusDays(1 + random.nextInt(90)), zone);
            default -> {
                Instant a = recordedAt();
                Instant b = recordedAt();
                yield a.isAfter(b) ? new Period(b, a) : new Period(a, b);
            }
        };
    }

    private static Period days(LocalDate from, LocalDate to, ZoneId zone) {
        return new Period(
                from.atStartOfDay(zone).toInstant(), to.atStartOfDay(zone).toInstant());
    }

    /** The beginning or the end of a period: none, the very instant of an event, or the beginning of a day. */
    private @Nullable Instant border(ZoneId zone) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> recordedAt();
            default ->
                recordedAt().atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        };
    }

    /** Mostly the very instant at which something was recorded; null for now. */
    @Nullable
    Instant asOf() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> recordedAt().minusNanos(1000);
            default -> recordedAt();
        };
    }

    Instant recordedAt() {
        return log.events().get(random.nextInt((int) log.head())).recordedAt();
    }

    int upTo(int last) {
        return 1 + random.nextInt(last);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
