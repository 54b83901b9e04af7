package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.formula.Measure.Amounts;
import io.closedloop.lead.reporting.formula.Measure.Durations;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import io.closedloop.lead.reporting.formula.Measure.Weighted;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How measures make a column's value. */
public sealed interface Formula {
    Column column();

    /** Everything that the value is computed from. */
    List<Measure> measures();

    record Count(Column column, Tally of) implements Formula {
        @Override
        public List<Measure> measures() {
            return List.of(of);
        }
    }

    /** A sum of units of which each counts in part. */
    record Weight(Column column, Weighted of) implements Formula {
        @Override
        public List<Measure> measures() {
            return List.of(of);
        }
    }

    /**
     * One number made of two others: a difference, or so much of one for each of the other. It has no units of its own;
     * those of the two are behind it. Two that cannot be put together so, or make a value of another type than the
     * column's, are refused where the formula is made.
     */
    record Derived(Column column, Formula left, Operation operation, Formula right) implements Formula {
        public Derived {
            operation.require(left.column(), right.column(), column);
        }

        @Override
        public List<Measure> measures() {
            return Stream.concat(left.measures().stream(), right.measures().stream())
                    .toList();
        }
    }

    /**
     * @param open those of the denominator that may still arrive; null where that makes no sense
     * @param partOfWhole whether the numerator is a part of the denominator, so that there is an interval
     */
    record Rate(
            Column column,
            Tally numerator,
            Tally denominator,
            @Nullable Tally open,
            boolean partOfWhole) implements Formula {
        @Override
        public List<Measure> measures() {
            return Stream.<@Nullable Measure>of(numerator, denominator, open)
                    .<Measure>mapMulti((measure, found) -> {
                        if (measure != null) {
                            found.accept(measure);
                        }
                    })
                    .toList();
        }
    }

    /** A row's part of all rows with the same key and the same first dimension. */
    record Share(Column column, Tally of) implements Formula {
        @Override
        public List<Measure> measures() {
            return List.of(of);
        }
    }

    /** The share of this row and of all before it that have the same key and the same first dimension. */
    record CumulativeShare(Column column, Tally of) implements Formula {
        @Override
        public List<Measure> measures() {
            return List.of(of);
        }
    }

    record Total(Column column, Amounts of) implements Formula {
        @Override
        public List<Measure> measures() {
            return List.of(of);
        }
    }

    /** @param rank which quantile, 0.5 being the median; between two values it interpolates linearly */
    record Quantile(Column column, Durations of, double rank) implements Formula {
        @Override
        public List<Measure> measures() {
            return List.of(of);
        }
    }
}
