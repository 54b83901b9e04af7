package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Awaited;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is sent twice at the same time under one idempotency key, by lines of bulk, which nobody waits for. */
class RequestsInProgressTest {
    private static final Answer ANSWER = new Answer(200, Map.of(), "{}");

    private final RequestsInProgress inProgress = new RequestsInProgress();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void theSecondBeginsWhenTheFirstHasEnded() {
        var first = new CompletableFuture<Answer>();
        CompletableFuture<Answer> one = inProgress.alone(line(Runnable::run), "key", () -> begin(first));

        CompletableFuture<Answer> other =
                inProgress.alone(line(Runnable::run), "key", () -> begin(CompletableFuture.completedFuture(ANSWER)));

        assertThat(begun).hasValue(1);
        first.complete(ANSWER);
        assertThat(one.join()).isEqualTo(ANSWER);
        assertThat(other.join()).isEqualTo(ANSWER);
        assertThat(begun).hasValue(2);
    }

    @Test
    void theSecondBeginsWhenTheFirstHasFailed() {
        var broken = new IllegalStateException("broken");

        assertThatThrownBy(() -> inProgress.alone(line(Runnable::run), "key", () -> {
                    throw broken;
                }))
                .isSameAs(broken);
        var failed = inProgress.alone(line(Runnable::run), "key", () -> begin(CompletableFuture.failedFuture(broken)));
        var after =
                inProgress.alone(line(Runnable::run), "key", () -> begin(CompletableFuture.completedFuture(ANSWER)));

        assertThatThrownBy(() -> Awaited.of(failed)).isSameAs(broken);
        assertThat(after.join()).isEqualTo(ANSWER);
    }

    @Test
    void theSecondIsToldSoWhenTheFirstTakesTooLong() {
        var never = new CompletableFuture<Answer>();
        inProgress.alone(line(Runnable::run), "key", () -> begin(never));

        var other =
                inProgress.alone(line(Runnable::run), "key", () -> begin(CompletableFuture.completedFuture(ANSWER)));

        assertThatThrownBy(() -> Awaited.of(other))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().code()).isEqualTo("request-in-progress"));
        assertThat(begun).hasValue(1);
    }

    @Test
    void otherKeysAreNotConcerned() {
        inProgress.alone(line(Runnable::run), "key", () -> begin(new CompletableFuture<>()));

        assertThat(inProgress
                        .alone(line(Runnable::run), "other", () -> begin(CompletableFuture.completedFuture(ANSWER)))
                        .join())
                .isEqualTo(ANSWER);
    }

    @Test
    void noMoreThreadsWaitForOthersThanTheServiceSpares() throws Exception {
        var bounded = new RequestsInProgress(1);
        var first = new CompletableFuture<Answer>();
        var _ = bounded.alone(line(Runnable::run), "key", () -> begin(first));
        try (var threads = Executors.newSingleThreadExecutor()) {
            var waiting = new Thread[1];
            Future<Answer> second = threads.submit(() -> {
                waiting[0] = Thread.currentThread();
                return Awaited.of(
                        bounded.alone(line(null), "key", () -> begin(CompletableFuture.completedFuture(ANSWER))));
            });
            await().until(() -> waiting[0] != null && waiting[0].getState() != Thread.State.RUNNABLE);

            assertThatThrownBy(() ->
                            bounded.alone(line(null), "key", () -> begin(CompletableFuture.completedFuture(ANSWER))))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.problem().code()).isEqualTo("request-in-progress"));
            first.complete(ANSWER);
            assertThat(second.get()).isEqualTo(ANSWER);
        }
        assertThat(begun).hasValue(2);
    }

    private CompletableFuture<Answer> begin(CompletableFuture<Answer> answer) {
        begun.incrementAndGet();
        return answer;
    }

    private static CommandRequest line(@Nullable Executor aside) {
        return new CommandRequest(
                new Actor(new KeyId(new UUID(0, 1)), "crm", Set.of(Role.INTEGRATION)),
                new Correlation("correlation", null),
                "command",
                "bulk",
                "POST /v1/commands",
                "/v1/commands",
                "key",
                null,
                false,
                aside);
    }
}
