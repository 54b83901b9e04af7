package io.closedloop.lead.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a report and, behind every number, what was counted. A ratio is the text "numerator/denominator open",
 * money the text "{USD=12.5}", seconds have six decimals. Behind the ratio {@code r} are three lists:
 * {@code r_numerator}, {@code r_denominator} and {@code r_open}.
 */
public final class Answer {
    private final Map<Map<String, @Nullable Object>, Map<String, List<Unit>>> behind = new LinkedHashMap<>();
    private final Map<Map<String, @Nullable Object>, Map<String, Map<String, BigDecimal>>> money =
            new LinkedHashMap<>();
    private final Map<Map<String, @Nullable Object>, Map<String, Object>> rows = new LinkedHashMap<>();

    /** The columns of every row, by its key. */
    public Map<Map<String, @Nullable Object>, Map<String, Object>> rows() {
        return rows;
    }

    /** What was counted for a number, in the order of the log; null where the row has no such number. */
    public @Nullable List<Unit> behind(Map<String, @Nullable Object> key, String cell) {
        return rows.containsKey(key) && behindOf(key).containsKey(cell) ? units(key, cell) : null;
    }

    /** The names of all lists behind the numbers of a row. */
    public List<String> cells(Map<String, @Nullable Object> key) {
        return List.copyOf(behindOf(key).keySet());
    }

    void begin(Map<String, @Nullable Object> key) {
        behind.computeIfAbsent(key, _ -> new TreeMap<>());
    }

    void add(Map<String, @Nullable Object> key, String cell, Unit unit) {
        begin(key);
        behindOf(key).computeIfAbsent(cell, _ -> new ArrayList<>()).add(unit);
    }

    void add(Map<String, @Nullable Object> key, String cell, Unit unit, String currency, BigDecimal amount) {
        add(key, cell, unit);
        money.computeIfAbsent(key, _ -> new LinkedHashMap<>())
                .computeIfAbsent(cell, _ -> new TreeMap<>())
                .merge(currency, amount, BigDecimal::add);
    }

    /** The keys of all rows that anything was added to. */
    List<Map<String, @Nullable Object>> keys() {
        return List.copyOf(behind.keySet());
    }

    List<Unit> units(Map<String, @Nullable Object> key, String cell) {
        return behindOf(key).getOrDefault(cell, List.of()).stream()
                .sorted(Unit.ORDER)
                .toList();
    }

    void count(Map<String, @Nullable Object> key, String column) {
        behindOf(key).computeIfAbsent(column, _ -> new ArrayList<>());
        put(key, column, (long) units(key, column).size());
    }

    /** A ratio whose three lists are filled. */
    void ratio(Map<String, @Nullable Object> key, String column) {
        for (String part : List.of("_numerator", "_denominator", "_open")) {
            behindOf(key).computeIfAbsent(column + part, _ -> new ArrayList<>());
        }
        put(
                key,
                column,
                "%d/%d %d"
                        .formatted(
                                units(key, column + "_numerator").size(),
                                units(key, column + "_denominator").size(),
                                units(key, column + "_open").size()));
    }

    /** A ratio of two lists that stand behind other numbers as well; nothing of it is open. */
    void ratio(Map<String, @Nullable Object> key, String column, List<Unit> numerator, List<Unit> denominator) {
        behindOf(key).put(column + "_numerator", numerator);
        behindOf(key).put(column + "_denominator", denominator);
        put(key, column, "%d/%d null".formatted(numerator.size(), denominator.size()));
    }

    void total(Map<String, @Nullable Object> key, String column) {
        behindOf(key).computeIfAbsent(column, _ -> new ArrayList<>());
        var totals = new TreeMap<String, String>();
        money.getOrDefault(key, Map.of())
                .getOrDefault(column, Map.of())
                .forEach((currency, amount) ->
                        totals.put(currency, amount.stripTrailingZeros().toPlainString()));
        put(key, column, totals.toString());
    }

    /** A number that is computed from {@code units}. */
    void number(Map<String, @Nullable Object> key, String column, Object value, List<Unit> units) {
        behindOf(key).put(column, units);
        put(key, column, value);
    }

    /** A number that is made of others; nothing but what is behind those is behind it. */
    void derived(Map<String, @Nullable Object> key, String column, Object value) {
        put(key, column, value);
    }

    private void put(Map<String, @Nullable Object> key, String column, Object value) {
        rows.computeIfAbsent(key, _ -> new TreeMap<>()).put(column, value);
    }

    private Map<String, List<Unit>> behindOf(Map<String, @Nullable Object> key) {
        Map<String, List<Unit>> cells = behind.get(key);
        if (cells == null) {
            throw new IllegalArgumentException("no row " + key);
        }
        return cells;
    }
}
