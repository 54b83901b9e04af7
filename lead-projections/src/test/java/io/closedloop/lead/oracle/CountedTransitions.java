package io.closedloop.lead.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report {@code transitions}. Its rows have {@code from} and {@code to} in their keys. */
final class CountedTransitions implements CountedReport {
    /** A lead was in a status, and left it. */
    private record Visit(CountedLead.Step begun, CountedLead.Step ended) {
        CountedPass pass() {
            return begun.pass();
        }

        long micros() {
            return ChronoUnit.MICROS.between(begun.when().at(), ended.when().at());
        }
    }

    @Override
    public void count(Known known, Asked asked, Answer answer) {
        var keys = new Keys(asked);
        var exits = new HashMap<Map<String, @Nullable Object>, List<Unit>>();
        var durations = new HashMap<Map<String, @Nullable Object>, List<Long>>();
        for (Visit visit : visits(known, asked.strict())) {
            Dated end = visit.ended().when();
            if (!keys.take(visit.pass(), end.at())) {
                continue;
            }
            Map<String, @Nullable Object> key = keys.of(visit.pass(), end.at());
            key.put("from", visit.begun().status());
            key.put("to", visit.ended().status());
            answer.add(key, "count", visit.pass().unit(end));
            durations.computeIfAbsent(key, _ -> new ArrayList<>()).add(visit.micros());
            exits.computeIfAbsent(without("to", key), _ -> new ArrayList<>())
                    .add(visit.pass().unit(end));
        }
        for (Map<String, @Nullable Object> key : answer.keys()) {
            answer.count(key, "count");
            List<Unit> visits = answer.units(key, "count");
            List<Unit> allExits = exits.getOrDefault(without("to", key), List.of()).stream()
                    .sorted(Unit.ORDER)
                    .toList();
            List<Long> lasted = durations.getOrDefault(key, List.of());
            answer.ratio(key, "share", visits, allExits);
            answer.number(key, "medianSeconds", secondsAt("0.5", lasted), visits);
            answer.number(key, "p90Seconds", secondsAt("0.9", lasted), visits);
        }
    }

    @Override
    public int mainCount(Answer answer, Map<String, @Nullable Object> key) {
        return answer.units(key, "count").size();
    }

    /** Every stay of every lead that has come to its end; strictly, an acceptance that nobody spoke out ends none. */
    private static List<Visit> visits(Known known, boolean strict) {
        var visits = new ArrayList<Visit>();
        for (CountedLead lead : known.leads.values()) {
            List<CountedLead.Step> steps = lead.steps.stream()
                    .filter(step -> !(strict && step.implied()))
                    .toList();
            for (int i = 1; i < steps.size(); i++) {
                visits.add(new Visit(steps.get(i - 1), steps.get(i)));
            }
        }
        return visits;
    }

    /** The duration below which so great a part lies; between two durations it is interpolated. */
    static String secondsAt(String part, List<Long> micros) {
        if (micros.isEmpty()) {
            return "null";
        }
        List<Long> sorted = micros.stream().sorted().toList();
        BigDecimal rank = new BigDecimal(part).multiply(BigDecimal.valueOf(sorted.size() - 1L));
        int below = rank.intValue();
        int above = Math.min(below + 1, sorted.size() - 1);
        BigDecimal lower = BigDecimal.valueOf(sorted.get(below));
        BigDecimal upper = BigDecimal.valueOf(sorted.get(above));
        BigDecimal between = rank.subtract(BigDecimal.valueOf(below));
        return lower.add(upper.subtract(lower).multiply(between))
                .movePointLeft(6)
                .setScale(6, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static Map<String, @Nullable Object> without(String name, Map<String, @Nullable Object> key) {
        var rest = new LinkedHashMap<String, @Nullable Object>(key);
        rest.remove(name);
        return rest;
    }
}
