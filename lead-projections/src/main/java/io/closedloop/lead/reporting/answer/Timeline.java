package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.reporting.Calendar;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.Group.Period;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.RowKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The possible keys of rows that are grouped by dates alone, in order, from the first key of the answer to the last.
 */
public final class Timeline {
    private final Calendar calendar;
    private final List<Period> periods;

    /** @param groups all of them dates; of {@code month,week} a week that is in two months has a key for each */
    public Timeline(Calendar calendar, List<Group> groups) {
        this.calendar = calendar;
        this.periods = groups.stream().map(Period.class::cast).toList();
    }

    /**
     * All keys from the earliest to the latest of some.
     *
     * @param keys at least one
     * @param most how many there may be
     * @throws InvalidParameterException when there are more
     */
    public List<RowKey> through(Collection<RowKey> keys, long most) {
        List<LocalDate> begins =
                keys.stream().map(this::begin).sorted(Comparator.naturalOrder()).toList();
        LocalDate last = begins.getLast();
        var through = new ArrayList<RowKey>();
        for (LocalDate day = begins.getFirst(); !day.isAfter(last); day = next(day)) {
            if (through.size() == most) {
                throw new InvalidParameterException(
                        ReportRequest.GAPS,
                        "with the empty rows between %s and %s the answer would have more than %d rows; leave the empty rows out with gaps=false, group by longer periods, or narrow the period"
                                .formatted(begins.getFirst(), last, Counting.MAX_FILLED_ROWS));
            }
            through.add(key(day));
        }
        return through;
    }

    /** The first day that has a key: its periods have all begun, the last of them on that very day. */
    private LocalDate begin(RowKey key) {
        return periods.stream()
                .map(period ->
                        calendar.parse(period, String.valueOf(key.values().get(period.parameter()))))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The first day with another key than that of a day. */
    private LocalDate next(LocalDate day) {
        return periods.stream()
                .map(period -> calendar.end(period, day))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private RowKey key(LocalDate day) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        periods.forEach(period -> values.put(period.parameter(), calendar.format(period, calendar.begin(period, day))));
        return new RowKey(values);
    }
}
