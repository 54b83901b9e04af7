package io.closedloop.lead.reporting;

import java.util.List;
import java.util.Set;

/**
 * What a report is called, what it says, and which parameters it takes.
 *
 * @param id as in its path, {@code funnel}
 * @param version raised when a number comes to mean something else
 * @param summary what it answers, in one sentence
 * @param bases which it offers, the first of them where the question does not say
 * @param defaultGroupBy how rows are told apart where the question does not say
 * @param options what it offers beside period, zone, groups, filters, {@code asOf} and {@code compareTo}
 * @param dimensions what rows are told apart by in any case
 * @param rankedBy the columns by whose largest value rows stand, the largest first; a ratio counts by its denominator
 * @param order in which its rows stand
 */
public record ReportDefinition(
        String id,
        int version,
        String summary,
        List<Basis> bases,
        List<Group> defaultGroupBy,
        Set<Option> options,
        List<Dimension> dimensions,
        List<Column> columns,
        List<Column> rankedBy,
        Order order) {
    /** In which rows stand, and whether there are empty ones. */
    public enum Order {
        /** The largest first, also where rows are told apart by dates; no row is empty. */
        LARGEST_FIRST,
        /**
         * In the order of time where rows are told apart by dates, and where they are by dates alone, with the empty
         * ones between the first and the last; else, and among rows of the same date, the largest first.
         */
        IN_TIME
    }

    /** A parameter that not every report offers. */
    public enum Option {
        STRICT("strict"),
        WITHIN("within");

        private final String parameter;

        Option(String parameter) {
            this.parameter = parameter;
        }

        public String parameter() {
            return parameter;
        }
    }

    public ReportDefinition {
        bases = List.copyOf(bases);
        defaultGroupBy = List.copyOf(defaultGroupBy);
        options = Set.copyOf(options);
        dimensions = List.copyOf(dimensions);
        columns = List.copyOf(columns);
        rankedBy = List.copyOf(rankedBy);
    }

    /** Whether there are sums of money in it. */
    public boolean hasMoney() {
        return columns.stream().anyMatch(column -> column.type() == Column.Type.MONEY);
    }

    /** The definition that counts the same, with its rows in another order. */
    public ReportDefinition ordered(int otherVersion, Order otherOrder) {
        return new ReportDefinition(
                id, otherVersion, summary, bases, defaultGroupBy, options, dimensions, columns, rankedBy, otherOrder);
    }
}
