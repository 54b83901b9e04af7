package io.closedloop.lead.reporting;

import java.util.List;
import java.util.Set;

/**
 * What a report is called and can be asked.
 *
 * @param id as in its path, {@code funnel}
 * @param version raised when a number comes to mean something else
 * @param defaultGroupBy how rows are told apart where the question does not say
 * @param options what it offers beside period, zone, groups and filters
 */
public record ReportDefinition(String id, int version, List<Group> defaultGroupBy, Set<Option> options) {
    /** A parameter that not every report offers. */
    public enum Option {
        FLOW("basis"),
        STRICT("strict"),
        WITHIN("within"),
        AS_OF("asOf"),
        COMPARE_TO("compareTo");

        private final String parameter;

        Option(String parameter) {
            this.parameter = parameter;
        }

        public String parameter() {
            return parameter;
        }
    }

    public ReportDefinition {
        defaultGroupBy = List.copyOf(defaultGroupBy);
        options = Set.copyOf(options);
    }
}
