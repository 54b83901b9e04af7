package io.closedloop.lead.commands.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps lines that share a key in the order in which they came, and lets all others run in parallel. Used by the one
 * thread that reads the lines.
 */
final class LineOrder {
    private final Map<Object, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /**
     * @param keys what the line must keep its order among
     * @param done completed when the line has been carried out
     * @return completes when every earlier line with one of the keys has been carried out
     */
    CompletableFuture<Void> after(Set<Object> keys, CompletableFuture<Void> done) {
        List<CompletableFuture<Void>> before = new ArrayList<>();
        for (Object key : keys) {
            var previous = last.put(key, done);
            if (previous != null) {
                before.add(previous);
            }
        }
        var _ = done.whenComplete((_, _) -> keys.forEach(key -> last.remove(key, done)));
        return CompletableFuture.allOf(before.toArray(CompletableFuture[]::new));
    }
}
