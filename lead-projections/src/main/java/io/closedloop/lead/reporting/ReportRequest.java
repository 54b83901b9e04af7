package io.closedloop.lead.reporting;

import io.closedloop.lead.reporting.ReportDefinition.Option;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A question to a report.
 *
 * @param from the first instant of the period; null for all time before {@code to}
 * @param to the first instant after the period; null for all time since {@code from}
 * @param zone in which dates begin and periods are told apart
 * @param groupBy what rows are told apart by, in the order of their keys
 * @param filters the values that count, by group; the empty text stands for "none"
 * @param strict whether implied entries are left out
 * @param asOf answer with what was known then; null for everything that is known
 * @param minPosition the position that the asker wants to see at least; waiting for it is the caller's part
 */
public record ReportRequest(
        Basis basis,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId zone,
        List<Group> groupBy,
        SequencedMap<Group, List<String>> filters,
        boolean strict,
        @Nullable Instant asOf,
        OptionalLong minPosition) {
    public static final int MAX_FILTER_VALUES = 1000;

    public ReportRequest {
        groupBy = List.copyOf(groupBy);
        filters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(filters));
    }

    /**
     * Reads the parameters of a request, each with all its values.
     *
     * @throws InvalidParameterException when one is unknown, unreadable, given twice or contradicts another
     */
    public static ReportRequest parse(Map<String, List<String>> parameters, ReportDefinition definition) {
        return new Parsing(parameters, definition).request();
    }

    private static final class Parsing {
        private final Map<String, List<String>> parameters;
        private final ReportDefinition definition;

        Parsing(Map<String, List<String>> parameters, ReportDefinition definition) {
            this.parameters = parameters;
            this.definition = definition;
        }

        ReportRequest request() {
            // In the order of names, so that the same wrong question always gets the same answer.
            var filters = new TreeMap<String, List<String>>();
            new TreeMap<>(parameters).forEach((name, values) -> {
                switch (name) {
                    case "from", "to", "zone", "basis", "groupBy", "strict", "minPosition", "definition" -> {
                        // Read below.
                    }
                    case "asOf" -> requireOffered(Option.AS_OF);
                    case "within" -> requireOffered(Option.WITHIN);
                    case "compareTo" -> requireOffered(Option.COMPARE_TO);
                    default -> filters.put(name, values);
                }
            });
            requireDefinition();
            ZoneId zone = zone();
            Basis basis = basis();
            Instant from = instant("from", zone);
            Instant to = instant("to", zone);
            if (from != null && to != null && from.isAfter(to)) {
                throw new InvalidParameterException(
                        "from", "the period begins at %s, after its end %s".formatted(from, to));
            }
            return new ReportRequest(
                    basis, from, to, zone, groupBy(), filters(filters), strict(), instant("asOf", zone), minPosition());
        }

        private void requireOffered(Option option) {
            if (!definition.options().contains(option)) {
                throw new InvalidParameterException(
                        option.parameter(),
                        "%s is not offered yet by the report %s".formatted(option.parameter(), definition.id()));
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
                        "zone", "'%s' is no time zone of the IANA database, such as Europe/Berlin".formatted(zone));
            }
            return ZoneId.of(zone);
        }

        private Basis basis() {
            String basis = single("basis");
            if (basis == null || basis.equals(Basis.COHORT.parameter())) {
                return Basis.COHORT;
            }
            if (basis.equals(Basis.FLOW.parameter())) {
                if (!definition.options().contains(Option.FLOW)) {
                    throw new InvalidParameterException(
                            "basis", "the report %s does not offer basis=flow yet".formatted(definition.id()));
                }
                return Basis.FLOW;
            }
            throw new InvalidParameterException(
                    "basis", "'%s' is no basis; there are cohort and flow".formatted(basis));
        }

        private boolean strict() {
            String strict = single("strict");
            if (strict == null) {
                return false;
            }
            requireOffered(Option.STRICT);
            return switch (strict) {
                case "true" -> true;
                case "false" -> false;
                default ->
                    throw new InvalidParameterException("strict", "'%s' is neither true nor false".formatted(strict));
            };
        }

        private OptionalLong minPosition() {
            String position = single("minPosition");
            return position == null ? OptionalLong.empty() : OptionalLong.of(position("minPosition", position));
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

        private static SequencedMap<Group, List<String>> filters(Map<String, List<String>> given) {
            var filters = new LinkedHashMap<Group, List<String>>();
            given.forEach((name, values) -> {
                Group group = Group.parse(name, name);
                if (values.size() > MAX_FILTER_VALUES) {
                    throw new InvalidParameterException(
                            name, "%s has %d values, %d at most".formatted(name, values.size(), MAX_FILTER_VALUES));
                }
                values.forEach(group::requireValue);
                filters.put(group, values.stream().distinct().toList());
            });
            return filters;
        }

        private @Nullable Instant instant(String name, ZoneId zone) {
            String text = single(name);
            return text == null ? null : Parameters.instant(name, text, zone);
        }

        private @Nullable String single(String name) {
            return Parameters.single(parameters, name);
        }

        private static long position(String name, String text) {
            return Parameters.position(name, text);
        }
    }
}
