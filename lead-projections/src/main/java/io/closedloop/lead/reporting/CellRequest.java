package io.closedloop.lead.reporting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One number of a report: the question, the row and the column.
 *
 * @param key the row's value of each group, null where it has none
 * @param dimensions the row's value of each dimension
 * @param column as in CSV: the name of a column, or a ratio's with {@code _numerator}, {@code _denominator} or
 *     {@code _open} behind it
 * @param text all of it as one canonical text
 */
public record CellRequest(
        ReportRequest question,
        SequencedMap<Group, @Nullable String> key,
        List<String> dimensions,
        String column,
        String text) {
    private static final String KEY = "key.";
    private static final String NULL = ".null";
    private static final String STAGE = "stage";
    private static final String REACHED = "reached";
    private static final String COLUMN = "column";

    /**
     * Reads the parameters of a request: those of the report, {@code key.<group>=<value>} or
     * {@code key.<group>.null=true} for each group and dimension of the row, or the same in {@link PlainNames}, and the
     * column as {@code column} or, where there are stages, as {@code stage} and {@code reached}.
     *
     * @throws InvalidParameterException when one is unknown, unreadable, missing or contradicts another
     */
    public static CellRequest parse(Map<String, List<String>> given, ReportDefinition definition) {
        Map<String, List<String>> parameters = PlainNames.spelledOut(given);
        var question = new TreeMap<>(parameters);
        var address = new TreeMap<String, List<String>>();
        for (String name : parameters.keySet()) {
            if (name.startsWith(KEY) || List.of(STAGE, REACHED, COLUMN).contains(name)) {
                address.put(name, parameters.get(name));
                question.remove(name);
            }
        }
        if (question.containsKey("compareTo")) {
            throw new InvalidParameterException(
                    "compareTo", "a number stands for one period and one instant; ask for the leads behind each");
        }
        return new Parsing(address, definition, ReportRequest.parse(question, definition), parameters).request();
    }

    /** The parameter that says that the row has no value of a group. */
    static String none(String group) {
        return KEY + group + NULL;
    }

    /** The same number at another time. */
    public CellRequest of(ReportRequest other) {
        return new CellRequest(other, key, dimensions, column, text);
    }

    private record Parsing(
            Map<String, List<String>> address,
            ReportDefinition definition,
            ReportRequest question,
            Map<String, List<String>> parameters) {
        CellRequest request() {
            var key = new LinkedHashMap<Group, @Nullable String>();
            var known = new ArrayList<String>();
            for (Group group : question.groupBy()) {
                String name = KEY + group.parameter();
                known.add(name);
                known.add(name + NULL);
                key.put(group, value(name, group));
            }
            String stage = Parameters.single(address, STAGE);
            String reached = Parameters.single(address, REACHED);
            var dimensions = new ArrayList<String>();
            boolean stagesAreRows = definition.dimensions().stream()
                    .anyMatch(dimension -> dimension.name().equals("from"));
            for (Dimension dimension : definition.dimensions()) {
                String name =
                        stagesAreRows ? (dimension.name().equals("from") ? STAGE : REACHED) : KEY + dimension.name();
                known.add(name);
                dimensions.add(dimension(name, dimension));
            }
            address.keySet().stream()
                    .filter(name -> name.startsWith(KEY) && !known.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new InvalidParameterException(
                                name,
                                "name the rows of this question by %s"
                                        .formatted(known.isEmpty() ? "no key" : String.join(", ", known)));
                    });
            String canonical = definition.id() + " " + definition.version() + " " + new TreeMap<>(parameters);
            return new CellRequest(
                    question, key, dimensions, stagesAreRows ? column(null, null) : column(stage, reached), canonical);
        }

        private @Nullable String value(String name, Group group) {
            String none = Parameters.single(address, name + NULL);
            String value = Parameters.single(address, name);
            if (none != null && !none.equals("true")) {
                throw new InvalidParameterException(
                        name + NULL, "'%s' is not true; name a row that has a value by that value".formatted(none));
            }
            if ((none == null) == (value == null)) {
                throw new InvalidParameterException(
                        name, "name the row by either %s=<value> or %s%s=true".formatted(name, name, NULL));
            }
            if (value != null) {
                if (value.isEmpty() && !group.takesEmptyText()) {
                    throw new InvalidParameterException(
                            name,
                            "the value is empty; name the row without a value by %s%s=true".formatted(name, NULL));
                }
                try {
                    group.requireValue(value, question.calendar());
                } catch (InvalidParameterException e) {
                    throw new InvalidParameterException(name, String.valueOf(e.getMessage()));
                }
            }
            return value;
        }

        private String dimension(String name, Dimension dimension) {
            String value = Parameters.single(address, name);
            if (value == null) {
                throw new InvalidParameterException(
                        name, "name the row by %s=<%s> as well".formatted(name, dimension.name()));
            }
            if (!dimension.values().isEmpty() && !dimension.values().contains(value)) {
                throw new InvalidParameterException(
                        name,
                        "Unknown %2$s '%1$s'; use one of %3$s"
                                .formatted(
                                        value,
                                        name.startsWith(KEY) ? dimension.name() : "stage",
                                        String.join(", ", dimension.values())));
            }
            return value;
        }

        private String column(@Nullable String stage, @Nullable String reached) {
            String column = Parameters.single(address, COLUMN);
            if (stage == null && reached == null) {
                if (column != null) {
                    return column;
                }
                if (definition.dimensions().isEmpty()) {
                    throw new InvalidParameterException(
                            COLUMN, "the column is missing; name the number by its column, as in CSV");
                }
                return definition.columns().getFirst().name();
            }
            if (stage == null) {
                throw new InvalidParameterException(STAGE, "reached goes with the stage from which it was reached");
            }
            if (column != null) {
                throw new InvalidParameterException(COLUMN, "name the number by stage or by column, not by both");
            }
            String named = reached == null ? stage : "%s_to_%s".formatted(stage, reached);
            if (definition.columns().stream().noneMatch(known -> known.name().equals(named))) {
                throw new InvalidParameterException(
                        reached == null ? STAGE : REACHED,
                        "the report %s has no column '%s'".formatted(definition.id(), named));
            }
            return named;
        }
    }
}
