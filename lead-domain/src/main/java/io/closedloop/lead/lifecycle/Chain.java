package io.closedloop.lead.lifecycle;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list that grows at its end at no cost, however long it is. A lead with ten thousand changes of its
 * contact is folded event by event, and every step is a lead of its own. A record's own methods would walk the chain by
 * recursion and overflow the stack on a long one.
 */
public record Chain<T>(@Nullable T last, @Nullable Chain<T> before) {
    static <T> Chain<T> empty() {
        return new Chain<>(null, null);
    }

    static <T> Chain<T> of(List<T> items) {
        Chain<T> chain = empty();
        for (T item : items) {
            chain = chain.with(item);
        }
        return chain;
    }

    Chain<T> with(T item) {
        return new Chain<>(item, this);
    }

    /** From the last to the first. */
    void forEach(Consumer<T> action) {
        for (Chain<T> at = this; at != null; at = at.before) {
            if (at.last != null) {
                action.accept(at.last);
            }
        }
    }

    /** Each item once, the first one first; of items that are equal, the earliest. */
    List<T> distinct() {
        var all = new ArrayDeque<T>();
        forEach(all::push);
        return List.copyOf(new LinkedHashSet<>(all));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Chain<?> that)) {
            return false;
        }
        Chain<?> mine = this;
        Chain<?> its = that;
        while (mine != its && mine != null && its != null && Objects.equals(mine.last, its.last)) {
            mine = mine.before;
            its = its.before;
        }
        return mine == its;
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(last);
    }

    /** Without the items: there may be very many. */
    @Override
    public String toString() {
        return "Chain";
    }
}
