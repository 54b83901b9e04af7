package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.columnstore.Micros;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a column of UTC into what clocks showed in a zone. The zone's rules are Java's, written out for the span of the
 * data, so that a date in a row means the same as one in {@code from}, whatever time zones the column store knows.
 */
final class ZoneClock {
    private final ZoneRules rules;
    private final List<ZoneOffsetTransition> changes = new ArrayList<>();
    private final Instant earliest;

    /**
     * @param earliest not after any instant of the data
     * @param latest not before any
     */
    ZoneClock(ZoneId zone, Instant earliest, Instant latest) {
        this.rules = zone.getRules();
        this.earliest = earliest;
        ZoneOffsetTransition change = rules.nextTransition(earliest);
        while (change != null && !change.getInstant().isAfter(latest)) {
            changes.add(change);
            change = rules.nextTransition(change.getInstant());
        }
    }

    /** @param at an expression of type {@code TIMESTAMP}, in UTC */
    String local(String at) {
        return "(%s + to_seconds(%s))".formatted(at, offset(at, 0, changes.size()));
    }

    /** A binary search among the changes of the clock from {@code from} to before {@code to}. */
    private String offset(String at, int from, int to) {
        if (from == to) {
            return String.valueOf(
                    from == 0
                            ? rules.getOffset(earliest).getTotalSeconds()
                            : changes.get(from - 1).getOffsetAfter().getTotalSeconds());
        }
        int middle = (from + to) >>> 1;
        return "CASE WHEN %s < make_timestamp(%d) THEN %s ELSE %s END"
                .formatted(
                        at,
                        Micros.of(changes.get(middle).getInstant()),
                        offset(at, from, middle),
                        offset(at, middle + 1, to));
    }
}
