package io.closedloop.lead.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report {@code reasons}. Its rows have {@code kind} and {@code reason} in their keys. */
final class CountedReasons implements CountedReport {
    @Override
    public void count(Known known, Asked asked, Answer answer) {
        var keys = new Keys(asked);
        var ofKind = new HashMap<Map<String, @Nullable Object>, List<Unit>>();
        for (CountedReason reason : known.reasons) {
            Dated when = reason.when;
            if (!keys.take(reason.pass, when.at())) {
                continue;
            }
            Unit unit = reason.pass.unit(when);
            Map<String, @Nullable Object> key = keys.of(reason.pass, when.at());
            key.put("kind", reason.kind);
            key.put("reason", reason.reason);
            answer.add(key, "count", unit);
            if (reason.atStake != null) {
                answer.add(
                        key,
                        "amountAtStake",
                        unit,
                        reason.atStake.currency().getCurrencyCode(),
                        reason.atStake.amount());
            }
            ofKind.computeIfAbsent(withoutReason(key), _ -> new ArrayList<>()).add(unit);
        }
        var inOrder = inOrder(answer);
        for (Map<String, @Nullable Object> key : answer.keys()) {
            answer.count(key, "count");
            answer.total(key, "amountAtStake");
            List<Unit> all = ofKind.getOrDefault(withoutReason(key), List.of()).stream()
                    .sorted(Unit.ORDER)
                    .toList();
            answer.ratio(key, "share", answer.units(key, "count"), all);
            List<Unit> untilHere = untilHere(answer, inOrder.getOrDefault(withoutReason(key), List.of()), key);
            answer.number(
                    key,
                    "cumulativeShare",
                    all.isEmpty() ? "null" : String.format(Locale.ROOT, "%.9f", untilHere.size() / (double) all.size()),
                    untilHere);
        }
    }

    @Override
    public int mainCount(Answer answer, Map<String, @Nullable Object> key) {
        return answer.units(key, "count").size();
    }

    /** The rows of the same kind and key, the most frequent reason first. */
    private static Map<Map<String, @Nullable Object>, List<Map<String, @Nullable Object>>> inOrder(Answer answer) {
        var rows = new HashMap<Map<String, @Nullable Object>, List<Map<String, @Nullable Object>>>();
        for (Map<String, @Nullable Object> key : answer.keys()) {
            rows.computeIfAbsent(withoutReason(key), _ -> new ArrayList<>()).add(key);
        }
        rows.values()
                .forEach(ofKind -> ofKind.sort(Comparator.comparing((Map<String, @Nullable Object> other) ->
                                -answer.units(other, "count").size())
                        .thenComparing(other -> String.valueOf(other.get("reason")))));
        return rows;
    }

    /** The units of this reason and of those that stand before it: more frequent ones, of the same kind and key. */
    private static List<Unit> untilHere(
            Answer answer, List<Map<String, @Nullable Object>> inOrder, Map<String, @Nullable Object> key) {
        var units = new ArrayList<Unit>();
        for (Map<String, @Nullable Object> other : inOrder) {
            units.addAll(answer.units(other, "count"));
            if (other.equals(key)) {
                break;
            }
        }
        return units.stream().sorted(Unit.ORDER).toList();
    }

    private static Map<String, @Nullable Object> withoutReason(Map<String, @Nullable Object> key) {
        var rest = new LinkedHashMap<String, @Nullable Object>(key);
        rest.remove("reason");
        return rest;
    }
}
