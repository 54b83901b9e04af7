package io.closedloop.lead.oracle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report {@code funnel}. */
final class CountedFunnel implements CountedReport {
    static final List<String> STAGES =
            List.of("INQUIRY", "MQL", "ACCEPTED", "SQL", "WON", "LOST", "DISQUALIFIED", "NURTURE");
    private static final Map<String, List<String>> TARGETS = Map.of(
            "INQUIRY", List.of("MQL", "ACCEPTED", "SQL", "WON", "LOST", "DISQUALIFIED", "NURTURE"),
            "MQL", List.of("ACCEPTED", "SQL", "WON", "LOST", "DISQUALIFIED", "NURTURE"),
            "ACCEPTED", List.of("SQL", "WON", "LOST", "DISQUALIFIED", "NURTURE"),
            "SQL", List.of("WON", "LOST", "DISQUALIFIED", "NURTURE"));

    @Override
    public void count(Known known, Asked asked, Answer answer) {
        if (asked.groupBy().isEmpty()) {
            answer.begin(Map.of());
        }
        var keys = new Keys(asked);
        for (String stage : STAGES) {
            for (CountedPass pass : known.passes()) {
                if (!pass.hasEntered(stage, asked.strict())) {
                    continue;
                }
                Dated entry = pass.entry(stage);
                if (!keys.take(pass, entry.at())) {
                    continue;
                }
                Map<String, @Nullable Object> key = keys.of(pass, entry.at());
                answer.add(key, stage, pass.unit(entry));
                if (!asked.flow()) {
                    for (String target : TARGETS.getOrDefault(stage, List.of())) {
                        Dated arrival = pass.hasEntered(target, asked.strict()) ? pass.entered.get(target) : null;
                        rate(answer, key, stage + "_to_" + target, pass, entry, arrival, pass.hasEnded(), asked, known);
                    }
                }
            }
        }
        for (Map<String, @Nullable Object> key : answer.keys()) {
            for (String stage : STAGES) {
                answer.count(key, stage);
                for (String target : TARGETS.getOrDefault(stage, List.of())) {
                    String column = stage + "_to_" + target;
                    if (asked.flow()) {
                        answer.ratio(key, column, answer.units(key, target), answer.units(key, stage));
                    } else {
                        answer.ratio(key, column);
                    }
                }
            }
        }
    }

    @Override
    public int mainCount(Answer answer, Map<String, @Nullable Object> key) {
        return STAGES.stream()
                .mapToInt(stage -> answer.units(key, stage).size())
                .max()
                .orElseThrow();
    }

    /** Counts a pass in a rate of its cohort: it came in, and it arrived, or it did not and may still. */
    static void rate(
            Answer answer,
            Map<String, @Nullable Object> key,
            String column,
            CountedPass pass,
            Dated entry,
            @Nullable Dated arrival,
            boolean ended,
            Asked asked,
            Known known) {
        Instant last = asked.within() == null ? Instant.MAX : entry.at().plus(asked.within());
        if (asked.within() != null && last.isAfter(known.until())) {
            return;
        }
        answer.add(key, column + "_denominator", pass.unit(entry));
        if (arrival != null && !arrival.at().isAfter(last)) {
            answer.add(key, column + "_numerator", pass.unit(arrival));
        }
        if (arrival == null && !ended) {
            answer.add(key, column + "_open", pass.unit(entry));
        }
    }
}
