package io.closedloop.lead.reporting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The rows of an answer while they are counted, each with its own counts. An answer is never cut off, so one that would
 * have more rows than anybody can read is refused before it fills the memory.
 *
 * @param <C> the counts of a row
 */
public final class Rows<C> {
    public static final int MAX = 100_000;

    private final Map<RowKey, C> rows = new HashMap<>();
    private final Supplier<C> none;

    /** @param none the counts of a row in which nothing has been counted yet */
    public Rows(ReportRequest request, Supplier<C> none) {
        this.none = none;
        if (request.groupBy().isEmpty()) {
            rows.put(RowKey.EMPTY, none.get());
        }
    }

    /** @throws InvalidParameterException when there are more than {@value #MAX} rows */
    public C of(RowKey key) {
        C counts = rows.computeIfAbsent(key, _ -> none.get());
        if (rows.size() > MAX) {
            throw new InvalidParameterException(
                    "groupBy",
                    "this makes more than %d rows; group by less, or narrow the period or the filters".formatted(MAX));
        }
        return counts;
    }

    public <R> List<R> toList(BiFunction<RowKey, C, R> row) {
        return rows.entrySet().stream()
                .map(counted -> row.apply(counted.getKey(), counted.getValue()))
                .toList();
    }
}
