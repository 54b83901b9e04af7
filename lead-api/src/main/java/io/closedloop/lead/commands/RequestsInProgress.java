package io.closedloop.lead.commands;

import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lets one request at a time run under an idempotency key on this instance; a second one waits for the first. Between
 * instances the log decides: only one of two answers is ever kept.
 */
final class RequestsInProgress {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ConcurrentMap<String, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

    /**
     * Runs {@code request} when no other runs under {@code scope}.
     *
     * @throws ProblemException 409 {@code request-in-progress} when another one still runs after two seconds
     */
    <T> T alone(String scope, Supplier<T> request) {
        var mine = new CompletableFuture<Void>();
        long patienceEnds = System.nanoTime() + PATIENCE.toNanos();
        for (var other = running.putIfAbsent(scope, mine); other != null; other = running.putIfAbsent(scope, mine)) {
            await(other, patienceEnds - System.nanoTime());
        }
        try {
            return request.get();
        } finally {
            running.remove(scope, mine);
            mine.complete(null);
        }
    }

    private static void await(CompletableFuture<Void> other, long nanos) {
        try {
            other.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw ProblemException.of(
                    ProblemCode.REQUEST_IN_PROGRESS,
                    "A request with this idempotency key is still being carried out. Send this one again in a moment.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(
                    ProblemCode.REQUEST_IN_PROGRESS, "The service is stopping. Send this request again.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request in progress only ever ends", e);
        }
    }
}
