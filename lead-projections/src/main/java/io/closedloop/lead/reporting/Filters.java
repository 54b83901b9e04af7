package io.closedloop.lead.reporting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The filters of a question as its parameters give them, checked against their bounds before any SQL is made of them:
 * the column store plans a statement on the stack of a thread, in time that grows faster than the statement.
 */
public final class Filters {
    /** Of all filters of a question together. */
    public static final int MAX_VALUES = 1000;
    /** Each attribute that a question names has to be looked up for every lead. */
    public static final int MAX_ATTRIBUTES = 20;

    private Filters() {}

    /**
     * Reads the filters, in the order of their names, so that the same wrong question always gets the same answer.
     *
     * @param others the parameters that are no filters
     * @param calendar how the values of dates are written
     * @return the values that count, by group; the empty text stands for "none"
     * @throws InvalidParameterException when a filter is unknown, has a value that its group cannot have, or one too
     *     many
     */
    public static SequencedMap<Group, List<String>> parse(
            Map<String, List<String>> parameters, Set<String> others, Calendar calendar) {
        var filters = new LinkedHashMap<Group, List<String>>();
        int left = MAX_VALUES;
        for (Map.Entry<String, List<String>> given : new TreeMap<>(parameters).entrySet()) {
            String name = given.getKey();
            if (others.contains(name)) {
                continue;
            }
            Group group = Group.parse(name, name);
            if (given.getValue().size() > left) {
                throw new InvalidParameterException(
                        name,
                        "all filters together have more than %d values, the most that one question may name"
                                .formatted(MAX_VALUES));
            }
            left -= given.getValue().size();
            List<String> values =
                    given.getValue().stream().map(group::written).distinct().toList();
            values.forEach(value -> group.requireValue(value, calendar));
            filters.put(group, values);
        }
        requireFewAttributes(List.of(), filters.keySet());
        return filters;
    }

    /** @throws InvalidParameterException when a question names more attributes than it may, in all */
    static void requireFewAttributes(List<Group> groupBy, Set<Group> filters) {
        Stream.concat(groupBy.stream(), filters.stream())
                .filter(Group.Attribute.class::isInstance)
                .distinct()
                .skip(MAX_ATTRIBUTES)
                .findFirst()
                .ifPresent(attribute -> {
                    throw new InvalidParameterException(
                            groupBy.contains(attribute) ? "groupBy" : attribute.parameter(),
                            "the question names more than %d attributes, the most that it may"
                                    .formatted(MAX_ATTRIBUTES));
                });
    }
}
