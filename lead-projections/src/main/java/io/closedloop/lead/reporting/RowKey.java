package io.closedloop.lead.reporting;

import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes a row from the others: a value for each group, in the order of the groups. Values are texts, or
 * {@code Long} for counts such as {@code pass}, or null. Keys sort by value, text as Java compares it, null last.
 */
public record RowKey(SequencedMap<String, @Nullable Object> values) implements Comparable<RowKey> {
    /** Of the only row where nothing is told apart. */
    public static final RowKey EMPTY = new RowKey(new LinkedHashMap<>());

    private static final Comparator<@Nullable Object> BY_VALUE = (a, b) -> {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : a.toString().compareTo(b.toString());
    };

    public RowKey {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /** The values of some of the groups. */
    public RowKey of(List<String> groups) {
        if (groups.isEmpty()) {
            return EMPTY;
        }
        var some = new LinkedHashMap<String, @Nullable Object>();
        groups.forEach(group -> some.put(group, values.get(group)));
        return new RowKey(some);
    }

    /** Whether these are the values, as parameters write them. */
    public boolean isWrittenAs(Map<Group, @Nullable String> key) {
        return key.entrySet().stream().allMatch(part -> {
            Object value = values.get(part.getKey().parameter());
            return Objects.equals(value == null ? null : value.toString(), part.getValue());
        });
    }

    @Override
    public int compareTo(RowKey other) {
        Iterator<@Nullable Object> mine = values.values().iterator();
        Iterator<@Nullable Object> theirs = other.values.values().iterator();
        while (mine.hasNext() && theirs.hasNext()) {
            int order = BY_VALUE.compare(mine.next(), theirs.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(mine.hasNext(), theirs.hasNext());
    }
}
