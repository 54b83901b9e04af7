package io.closedloop.lead.reporting;

import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question to a report.
 *
 * @param from the first instant of the period; null for all time before {@code to}
 * @param to the first instant after the period; null for all time since {@code from}
 * @param zone in which dates begin and periods are told apart
 * @param calendar where weeks and years begin, and what their parts are called
 * @param groupBy what rows are told apart by, in the order of their keys
 * @param gaps whether empty rows stand between the first date and the last; null where rows are not told apart by dates
 *     alone
 * @param filters the values that count, by group; the empty text stands for "none"
 * @param strict whether implied entries are left out
 * @param within how long an entry has to have been there, and how soon what came of it has to have come; null for any
 *     time
 * @param asOf answer with what was known then; null for everything that is known
 * @param base what the answer is compared with; null for nothing
 */
public record ReportRequest(
        Basis basis,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId zone,
        Calendar calendar,
        List<Group> groupBy,
        @Nullable Boolean gaps,
        SequencedMap<Group, List<String>> filters,
        boolean strict,
        @Nullable Duration within,
        @Nullable Instant asOf,
        @Nullable Base base) {
    public static final String WEEK_START = "weekStart";
    public static final String FISCAL_YEAR_START = "fiscalYearStart";
    public static final String GAPS = "gaps";

    /** The parameters that are no filters; whoever asks waits for {@code minPosition} before. */
    private static final Set<String> NAMES = Set.of(
            "from",
            "to",
            "zone",
            "basis",
            WEEK_START,
            FISCAL_YEAR_START,
            "groupBy",
            GAPS,
            "strict",
            "within",
            "asOf",
            "compareTo",
            "minPosition",
            "definition");

    /** The other period, or the other instant, of a comparison; what is not said here is as in the request. */
    public record Base(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Instant asOf) {}

    public ReportRequest {
        groupBy = List.copyOf(groupBy);
        filters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(filters));
    }

    /** The question that this one is compared with; null where it is compared with nothing. */
    public @Nullable ReportRequest compared() {
        return base == null
                ? null
                : new ReportRequest(
                        basis,
                        base.from(),
                        base.to(),
                        zone,
                        calendar,
                        groupBy,
                        gaps,
                        filters,
                        strict,
                        within,
                        base.asOf(),
                        null);
    }

    /** The same question about another time. */
    public ReportRequest asOf(@Nullable Instant other) {
        return new ReportRequest(basis, from, to, zone, calendar, groupBy, gaps, filters, strict, within, other, base);
    }

    /**
     * Reads the parameters of a request, each with all its values.
     *
     * @throws InvalidParameterException when one is unknown, unreadable, given twice or contradicts another
     */
    public static ReportRequest parse(Map<String, List<String>> parameters, ReportDefinition definition) {
        return new Parsing(PlainNames.spelledOut(parameters), definition).request();
    }

    private static final class Parsing {
        private static final Pattern MONTH = Pattern.compile("0[1-9]|1[0-2]");

        private final Map<String, List<String>> parameters;
        private final ReportDefinition definition;

        Parsing(Map<String, List<String>> parameters, ReportDefinition definition) {
            this.parameters = parameters;
            this.definition = definition;
        }

        ReportRequest request() {
            requireDefinition();
            ZoneId zone = zone();
            Basis basis = basis();
            Instant from = instant("from", zone);
            Instant to = instant("to", zone);
            requireOrder("from", from, to);
            boolean strict = strict();
            Duration within = within(basis);
            Instant asOf = instant("asOf", zone);
            List<Group> groupBy = groupBy();
            Calendar calendar = calendar();
            SequencedMap<Group, List<String>> byGroup = Filters.parse(parameters, NAMES, calendar);
            requireDatesOf(WEEK_START, List.of(Group.Period.WEEK), groupBy, byGroup);
            requireDatesOf(FISCAL_YEAR_START, List.of(Group.Period.QUARTER, Group.Period.YEAR), groupBy, byGroup);
            Boolean gaps = gaps(groupBy);
            Filters.requireFewAttributes(groupBy, byGroup.keySet());
            Base base = base(new Span(from, to, zone), asOf);
            if (base != null && (!Objects.equals(base.from(), from) || !Objects.equals(base.to(), to))) {
                requireNoDates(Stream.concat(groupBy.stream(), byGroup.keySet().stream()));
            }
            return new ReportRequest(
                    basis, from, to, zone, calendar, groupBy, gaps, byGroup, strict, within, asOf, base);
        }

        private static void requireOrder(String name, @Nullable Instant from, @Nullable Instant to) {
            if (from != null && to != null && from.isAfter(to)) {
                throw new InvalidParameterException(
                        name, "the period begins at %s, after its end %s".formatted(from, to));
            }
        }

        /** Rows by date could not be matched between two periods. */
        private static void requireNoDates(Stream<Group> groups) {
            groups.filter(Group.Period.class::isInstance).findFirst().ifPresent(date -> {
                throw new InvalidParameterException(
                        "compareTo",
                        "a comparison with another period cannot be grouped or filtered by %s, because its rows have other dates"
                                .formatted(date.parameter()));
            });
        }

        private @Nullable Base base(Span period, @Nullable Instant asOf) {
            String text = single("compareTo");
            if (text == null) {
                return null;
            }
            if (text.equals("previous")) {
                Span previous = period.previous();
                if (previous == null) {
                    throw new InvalidParameterException(
                            "compareTo", "compareTo=previous needs a period with both from and to");
                }
                return new Base(previous.from(), previous.to(), asOf);
            }
            int slash = text.indexOf('/');
            if (slash < 0) {
                return new Base(period.from(), period.to(), Parameters.instant("compareTo", text, period.zone()));
            }
            Instant from = Parameters.instant("compareTo", text.substring(0, slash), period.zone());
            Instant to = Parameters.instant("compareTo", text.substring(slash + 1), period.zone());
            requireOrder("compareTo", from, to);
            return new Base(from, to, asOf);
        }

        private @Nullable Duration within(Basis basis) {
            String text = single("within");
            if (text == null) {
                return null;
            }
            requireOffered(Option.WITHIN);
            if (basis == Basis.FLOW) {
                throw new InvalidParameterException(
                        "within", "within is about cohorts; it cannot be combined with basis=flow");
            }
            return Parameters.duration("within", text);
        }

        private void requireOffered(Option option) {
            if (!definition.options().contains(option)) {
                throw new InvalidParameterException(
                        option.parameter(),
                        "%s cannot be used with the report %s".formatted(option.parameter(), definition.id()));
            }
        }

        private void requireDefinition() {
            String version = single("definition");
            if (version != null && !version.equals(String.valueOf(definition.version()))) {
                throw new InvalidParameterException(
                        "definition",
                        "the report %s has definition %d, not '%s'"
                                .formatted(definition.id(), definition.version(), version));
            }
        }

        private ZoneId zone() {
            String zone = single("zone");
            if (zone == null || zone.equals("UTC") || zone.equals("Z")) {
                return ZoneOffset.UTC;
            }
            if (!ZoneId.getAvailableZoneIds().contains(zone)) {
                throw new InvalidParameterException(
                        "zone",
                        "Unknown time zone '%s'; use a name of the IANA database, such as Europe/Berlin"
                                .formatted(zone));
            }
            return ZoneId.of(zone);
        }

        private Calendar calendar() {
            String week = single(WEEK_START);
            DayOfWeek weekStart = week == null
                    ? Calendar.USUAL.weekStart()
                    : Arrays.stream(DayOfWeek.values())
                            .filter(day -> day.name().equals(week))
                            .findFirst()
                            .orElseThrow(() -> new InvalidParameterException(
                                    WEEK_START,
                                    "Unknown day of the week '%s'; use one of %s"
                                            .formatted(
                                                    week,
                                                    Arrays.stream(DayOfWeek.values())
                                                            .map(DayOfWeek::name)
                                                            .collect(Collectors.joining(", ")))));
            String year = single(FISCAL_YEAR_START);
            if (year != null && !MONTH.matcher(year).matches()) {
                throw new InvalidParameterException(
                        FISCAL_YEAR_START, "Unknown month '%s'; use 01 to 12, with two digits".formatted(year));
            }
            return new Calendar(
                    weekStart, year == null ? Calendar.USUAL.yearStart() : Month.of(Integer.parseInt(year)));
        }

        /** What says where dates begin makes sense only where there are such dates. */
        private void requireDatesOf(
                String name, List<Group.Period> dates, List<Group> groupBy, SequencedMap<Group, List<String>> filters) {
            if (parameters.containsKey(name)
                    && dates.stream().noneMatch(date -> groupBy.contains(date) || filters.containsKey(date))) {
                throw new InvalidParameterException(
                        name,
                        "%s cannot be used where rows are neither grouped nor filtered by %s"
                                .formatted(
                                        name,
                                        dates.stream()
                                                .map(Group.Period::parameter)
                                                .collect(Collectors.joining(" or "))));
            }
        }

        private @Nullable Boolean gaps(List<Group> groupBy) {
            boolean onlyDates = !groupBy.isEmpty() && groupBy.stream().allMatch(Group.Period.class::isInstance);
            String text = single(GAPS);
            if (text == null) {
                return (onlyDates && definition.order() == Order.IN_TIME) ? Boolean.TRUE : null;
            }
            if (definition.order() != Order.IN_TIME) {
                throw new InvalidParameterException(
                        GAPS,
                        "definition %d of the report %s has no empty rows; ask without definition"
                                .formatted(definition.version(), definition.id()));
            }
            if (!onlyDates) {
                throw new InvalidParameterException(
                        GAPS,
                        "gaps can only be used where rows are grouped by dates alone: by %s"
                                .formatted(Arrays.stream(Group.Period.values())
                                        .map(Group.Period::parameter)
                                        .collect(Collectors.joining(", "))));
            }
            return truth(GAPS, text);
        }

        private Basis basis() {
            String text = single("basis");
            if (text == null) {
                return definition.bases().getFirst();
            }
            Basis basis = Arrays.stream(Basis.values())
                    .filter(known -> known.parameter().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new InvalidParameterException(
                            "basis", "Unknown basis '%s'; use cohort or flow".formatted(text)));
            if (!definition.bases().contains(basis)) {
                throw new InvalidParameterException(
                        "basis",
                        "the report %s counts everything by its own date, so it has no basis=%s"
                                .formatted(definition.id(), text));
            }
            return basis;
        }

        private boolean strict() {
            String strict = single("strict");
            if (strict == null) {
                return false;
            }
            requireOffered(Option.STRICT);
            return truth("strict", strict);
        }

        private static boolean truth(String name, String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new InvalidParameterException(name, "'%s' is neither true nor false".formatted(text));
            };
        }

        private List<Group> groupBy() {
            List<String> given = parameters.get("groupBy");
            if (given == null) {
                return definition.defaultGroupBy();
            }
            var groups = new ArrayList<Group>();
            for (String list : given) {
                if (list.isEmpty() && given.size() == 1) {
                    return List.of();
                }
                for (String name : list.split(",", -1)) {
                    groups.add(Group.parse("groupBy", name));
                }
            }
            var seen = new HashSet<Group>();
            for (Group group : groups) {
                if (!seen.add(group)) {
                    throw new InvalidParameterException("groupBy", "'%s' is named twice".formatted(group.parameter()));
                }
            }
            return groups;
        }

        private @Nullable Instant instant(String name, ZoneId zone) {
            String text = single(name);
            return text == null ? null : Parameters.instant(name, text, zone);
        }

        private @Nullable String single(String name) {
            return Parameters.single(parameters, name);
        }
    }
}
