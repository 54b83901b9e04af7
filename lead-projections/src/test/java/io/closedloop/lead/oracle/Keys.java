package io.closedloop.lead.oracle;

import io.closedloop.lead.source.Source;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which row a thing belongs to, and whether the question is about it at all. */
final class Keys {
    private static final Map<String, String> DATES =
            Map.of("day", "yyyy-MM-dd", "week", "YYYY-'W'ww", "month", "yyyy-MM", "quarter", "yyyy-'Q'q");

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
        return DATES.containsKey(group)
                // In Germany weeks are those of ISO 8601.
                ? DateTimeFormatter.ofPattern(DATES.get(group), Locale.GERMANY).format(at.atZone(asked.zone()))
                : values.of(group);
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
