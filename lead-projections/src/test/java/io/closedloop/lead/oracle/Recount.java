package io.closedloop.lead.oracle;

import io.closedloop.lead.history.MemoryLog.Stored;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.reports.AllReports;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reports as they come out when somebody reads the events one by one and counts. It is slow and obvious, and shares
 * nothing with the reports that it is held against but the events.
 */
public final class Recount {
    /** The reports by their names, and how each is counted. */
    @SuppressWarnings("ImmutableEnumChecker") // whoever counts keeps nothing
    public enum Name {
        funnel(new CountedFunnel()),
        campaigns(new CountedCampaigns()),
        winRate(new CountedWinRate()),
        transitions(new CountedTransitions()),
        reasons(new CountedReasons()),
        redelivery(new CountedRedelivery());

        private final CountedReport counted;

        Name(CountedReport counted) {
            this.counted = counted;
        }

        /** What a row is ranked by. */
        int mainCount(Answer answer, Map<String, @Nullable Object> key) {
            return counted.mainCount(answer, key);
        }

        /**
         * The report that is held against the recount.
         *
         * @param definition {@link Asked#LATEST}, or 1 for the former one
         */
        ReportQuery query(int definition) {
            ReportQuery latest = AllReports.latest().stream()
                    .filter(report -> report.definition().id().equals(name()))
                    .findFirst()
                    .orElseThrow();
            return definition == Asked.LATEST ? latest : latest.former().getFirst();
        }

        /** Whether it was defined otherwise before. */
        boolean hasFormer() {
            return !query(Asked.LATEST).former().isEmpty();
        }

        ReportDefinition definition() {
            return query(Asked.LATEST).definition();
        }
    }

    /** Of rows, where some of them are empty. */
    private static final int MOST = 10_000;

    private final Known known;

    /** @param asOf the events that were recorded until then are read; null for all of them */
    public Recount(List<Stored> events, @Nullable Instant asOf) {
        known = new Known(events, asOf);
    }

    private Recount(Known known) {
        this.known = known;
    }

    /** Reads some events, whenever they were recorded, for somebody who asks at an instant. */
    static Recount of(List<Stored> events, Instant at) {
        return new Recount(Known.of(events, at));
    }

    public Answer count(Name report, Asked asked) {
        return count(report, asked, Set.of());
    }

    /** @param rows the keys of rows that the answer has in any case, though nothing be counted in them */
    public Answer count(Name report, Asked asked, Set<Map<String, @Nullable Object>> rows) {
        Answer answer = counted(report, asked, rows);
        if (!hasGapsFilled(asked)) {
            return answer;
        }
        var all = new LinkedHashSet<>(rows);
        all.addAll(withThoseBetween(asked, answer.rows().keySet()));
        return counted(report, asked, all);
    }

    /** The question, without the empty rows where they are more than an answer may have. */
    Asked answerable(Name report, Asked asked) {
        if (!hasGapsFilled(asked)) {
            return asked;
        }
        Set<Map<String, @Nullable Object>> rows =
                counted(report, asked, Set.of()).rows().keySet();
        return hasRoomFor(asked, rows) ? asked : asked.withGaps();
    }

    private static boolean hasGapsFilled(Asked asked) {
        return asked.isByDatesAlone() && asked.dates().gaps() && asked.definition() > 1;
    }

    /** Whether some rows with those between them are no more than an answer may have. */
    boolean hasRoomFor(Asked asked, Set<Map<String, @Nullable Object>> rows) {
        int all = hasGapsFilled(asked) ? withThoseBetween(asked, rows).size() : 0;
        return all <= MOST || all == rows.size();
    }

    /** All of some rows by dates alone, and those that are lacking between the first and the last of them. */
    private Set<Map<String, @Nullable Object>> withThoseBetween(Asked asked, Set<Map<String, @Nullable Object>> rows) {
        // What tells rows apart beside the dates, each once.
        var others = new LinkedHashSet<Map<String, @Nullable Object>>();
        var dates = new LinkedHashSet<Map<String, @Nullable Object>>();
        for (Map<String, @Nullable Object> row : rows) {
            var date = new LinkedHashMap<>(row);
            date.keySet().retainAll(asked.groupBy());
            dates.add(date);
            var other = new LinkedHashMap<>(row);
            other.keySet().removeAll(asked.groupBy());
            others.add(other);
        }
        List<Map<String, @Nullable Object>> days = new Keys(asked).between(known.first(), known.last());
        int first = days.size();
        int last = -1;
        for (int i = 0; i < days.size(); i++) {
            if (dates.contains(days.get(i))) {
                first = Math.min(first, i);
                last = i;
            }
        }
        var all = new LinkedHashSet<Map<String, @Nullable Object>>();
        for (int i = first; i <= last; i++) {
            for (Map<String, @Nullable Object> other : others) {
                var row = new LinkedHashMap<>(days.get(i));
                row.putAll(other);
                all.add(row);
            }
        }
        return all;
    }

    private Answer counted(Name report, Asked asked, Set<Map<String, @Nullable Object>> rows) {
        var answer = new Answer();
        rows.forEach(answer::begin);
        report.counted.count(known, asked, answer);
        return answer;
    }
}
