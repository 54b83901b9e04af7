package io.closedloop.lead.commands;

import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Awaited;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets one request at a time run under an idempotency key on this instance. A second one waits for the first, unless
 * too many of the web server's threads already wait like this. Between instances the log decides: only one of two
 * answers is ever kept.
 */
final class RequestsInProgress {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Half of the web server's threads; who sends one request to that many at once is the one who can wait. */
    private static final int WAITING_THREADS = 100;

    private final ConcurrentMap<String, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final Semaphore waitingThreads;

    RequestsInProgress() {
        this(WAITING_THREADS);
    }

    /** @param waitingThreads how many threads may wait at a time */
    RequestsInProgress(int waitingThreads) {
        this.waitingThreads = new Semaphore(waitingThreads);
    }

    /**
     * Begins {@code execution} when no other runs under {@code scope}. It runs until it completes.
     *
     * @return what it comes to; fails with 409 {@code request-in-progress} when another one still runs after two
     *     seconds, or no further thread may wait for it
     */
    CompletableFuture<Answer> alone(
            CommandRequest request, String scope, Supplier<CompletableFuture<Answer>> execution) {
        return alone(request, scope, execution, System.nanoTime() + PATIENCE.toNanos());
    }

    private CompletableFuture<Answer> alone(
            CommandRequest request, String scope, Supplier<CompletableFuture<Answer>> execution, long patienceEnds) {
        var mine = new CompletableFuture<Void>();
        var other = running.putIfAbsent(scope, mine);
        if (other != null) {
            CompletableFuture<Void> end = endOf(other, patienceEnds - System.nanoTime());
            if (request.waits()) {
                awaitOnThisThread(end);
                return alone(request, scope, execution, patienceEnds);
            }
            return request.after(end, _ -> alone(request, scope, execution, patienceEnds));
        }
        try {
            return execution.get().whenComplete((_, _) -> ended(scope, mine));
        } catch (RuntimeException e) {
            ended(scope, mine);
            throw e;
        }
    }

    private void awaitOnThisThread(CompletableFuture<Void> end) {
        if (!waitingThreads.tryAcquire()) {
            throw inProgress();
        }
        try {
            Awaited.of(end);
        } finally {
            waitingThreads.release();
        }
    }

    private void ended(String scope, CompletableFuture<Void> execution) {
        running.remove(scope, execution);
        execution.complete(null);
    }

    private static CompletableFuture<Void> endOf(CompletableFuture<Void> other, long nanos) {
        return other.copy().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS).thenAccept(_ -> {
            if (!other.isDone()) {
                throw inProgress();
            }
        });
    }

    private static ProblemException inProgress() {
        return ProblemException.of(
                ProblemCode.REQUEST_IN_PROGRESS,
                "A request with this idempotency key is still being carried out. Send this one again in a moment.");
    }
}
