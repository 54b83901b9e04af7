package io.closedloop.lead.leads;

import io.closedloop.lead.lifecycle.Acceptance;
import io.closedloop.lead.lifecycle.Outcome;
import io.closedloop.lead.lifecycle.StageName;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.reporting.Calendar;
import io.closedloop.lead.reporting.Filters;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.Parameters;
import io.closedloop.lead.reporting.PlainNames;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A question for leads. Filters with several values let any of them through; the empty text stands for "none".
 *
 * @param statuses the places where leads may be
 * @param filters owner, source and attributes, by the name of their parameter
 * @param registeredFrom the first instant of registration, when it happened in the business
 * @param registeredTo the first instant after it
 * @param after where the list goes on; null at its beginning
 * @param minPosition what the read models have to know before they are asked; waiting for it is the caller's part
 */
public record LeadListRequest(
        Set<Status> statuses,
        SortedMap<String, List<String>> filters,
        @Nullable Instant registeredFrom,
        @Nullable Instant registeredTo,
        int limit,
        @Nullable LeadCursor after,
        OptionalLong minPosition) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    private static final Set<String> NO_FILTERS = Set.of(
            "stage", "acceptance", "outcome", "registeredFrom", "registeredTo", "limit", "cursor", "minPosition");
    private static final Set<Group> FIELDS =
            Set.of(Group.Field.OWNER, Group.Field.CHANNEL, Group.Field.ORIGIN, Group.Field.CAMPAIGN);

    public LeadListRequest {
        statuses = Set.copyOf(statuses);
        filters = Collections.unmodifiableSortedMap(new TreeMap<>(filters));
    }

    /**
     * Reads the parameters of a request, each with all its values.
     *
     * @throws InvalidParameterException when one is unknown, unreadable or given twice
     */
    public static LeadListRequest parse(Map<String, List<String>> given) {
        Map<String, List<String>> parameters = PlainNames.spelledOut(given);
        var filters = new TreeMap<String, List<String>>();
        Filters.parse(parameters, NO_FILTERS, Calendar.USUAL).forEach((group, values) -> {
            String name = group.parameter();
            if (!(group instanceof Group.Attribute) && !FIELDS.contains(group)) {
                throw new InvalidParameterException(name, "leads are not filtered by %s".formatted(name));
            }
            filters.put(name, values.stream().sorted().toList());
        });
        Instant from = instant(parameters, "registeredFrom");
        Instant to = instant(parameters, "registeredTo");
        if (from != null && to != null && from.isAfter(to)) {
            throw new InvalidParameterException(
                    "registeredFrom", "the period begins at %s, after its end %s".formatted(from, to));
        }
        Set<Status> statuses = statuses(parameters);
        String cursor = Parameters.single(parameters, "cursor");
        LeadCursor after = cursor == null ? null : LeadCursor.parse(cursor, canonical(statuses, filters, from, to));
        return new LeadListRequest(
                statuses, filters, from, to, limit(parameters), after, minPosition(parameters, after));
    }

    /** The same list, so many of it at a time. */
    public LeadListRequest withLimit(int other) {
        return new LeadListRequest(statuses, filters, registeredFrom, registeredTo, other, after, minPosition);
    }

    /** The page behind one that this list gave this cursor for. */
    public LeadListRequest behind(String nextCursor) {
        LeadCursor place = LeadCursor.parse(nextCursor, canonicalFilters());
        return new LeadListRequest(statuses, filters, registeredFrom, registeredTo, limit, place, minPosition);
    }

    String canonicalFilters() {
        return canonical(statuses, filters, registeredFrom, registeredTo);
    }

    private static String canonical(
            Set<Status> statuses, Map<String, List<String>> filters, @Nullable Instant from, @Nullable Instant to) {
        return "%s %s %s %s"
                .formatted(
                        statuses.stream().sorted().toList(),
                        filters.entrySet().stream()
                                .map(filter -> filter.getKey()
                                        + filter.getValue().stream()
                                                .map(value -> value.length() + ":" + value)
                                                .toList())
                                .toList(),
                        from,
                        to);
    }

    private static @Nullable Instant instant(Map<String, List<String>> parameters, String name) {
        String text = Parameters.single(parameters, name);
        return text == null ? null : Parameters.instant(name, text, ZoneOffset.UTC);
    }

    private static int limit(Map<String, List<String>> parameters) {
        String text = Parameters.single(parameters, "limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        boolean number = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int limit = number ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidParameterException(
                    "limit", "Cannot read '%s' as a limit; use a whole number from 1 to %d".formatted(text, MAX_LIMIT));
        }
        return limit;
    }

    private static OptionalLong minPosition(Map<String, List<String>> parameters, @Nullable LeadCursor after) {
        String text = Parameters.single(parameters, "minPosition");
        long asked = text == null ? 0 : Parameters.position("minPosition", text);
        long needed = after == null ? asked : Math.max(asked, after.position());
        return needed == 0 ? OptionalLong.empty() : OptionalLong.of(needed);
    }

    private static Set<Status> statuses(Map<String, List<String>> parameters) {
        var statuses = EnumSet.allOf(Status.class);
        keep(statuses, parameters, "stage", StageName.values(), LeadListRequest::stage);
        keep(statuses, parameters, "acceptance", Acceptance.values(), LeadListRequest::acceptance);
        keep(statuses, parameters, "outcome", Outcome.values(), LeadListRequest::outcome);
        return statuses;
    }

    private static <E extends Enum<E>> void keep(
            Set<Status> statuses,
            Map<String, List<String>> parameters,
            String name,
            E[] known,
            Function<Status, @Nullable E> part) {
        List<String> values = parameters.get(name);
        if (values == null) {
            return;
        }
        List<String> names = Arrays.stream(known).map(Enum::name).toList();
        for (String value : values) {
            if (!value.isEmpty() && !names.contains(value)) {
                throw new InvalidParameterException(
                        name,
                        "Unknown %2$s '%1$s'; use one of %3$s"
                                .formatted(value, name, names.stream().collect(Collectors.joining(", "))));
            }
        }
        statuses.removeIf(status -> {
            E present = part.apply(status);
            return !values.contains(present == null ? "" : present.name());
        });
    }

    private static StageName stage(Status status) {
        return switch (status) {
            case INQUIRY -> StageName.INQUIRY;
            case MQL_AWAITING, MQL_ACCEPTED -> StageName.MQL;
            case SQL -> StageName.SQL;
            case CLOSED_WON, CLOSED_LOST -> StageName.CLOSED;
            case NURTURE -> StageName.NURTURE;
            case DISQUALIFIED -> StageName.DISQUALIFIED;
        };
    }

    private static @Nullable Acceptance acceptance(Status status) {
        return switch (status) {
            case MQL_AWAITING -> Acceptance.AWAITING;
            case MQL_ACCEPTED -> Acceptance.ACCEPTED;
            case INQUIRY, SQL, CLOSED_WON, CLOSED_LOST, NURTURE, DISQUALIFIED -> null;
        };
    }

    private static @Nullable Outcome outcome(Status status) {
        return switch (status) {
            case CLOSED_WON -> Outcome.WON;
            case CLOSED_LOST -> Outcome.LOST;
            case INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, NURTURE, DISQUALIFIED -> null;
        };
    }
}
