package io.closedloop.lead.log;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that every answer comes in time, by failing those that do not. All have the same time limit, so a look at
 * the oldest one, several times a second, is enough; a timer for each would wake a thread for every command.
 */
final class TimeLimit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimeLimit.class);
    /** How much later than its time an answer may be failed. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Duration limit;
    private final Supplier<RuntimeException> late;
    private final ConcurrentLinkedQueue<Awaited> oldestFirst = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("log-time-limit").daemon(true).factory());

    private record Awaited(CompletableFuture<?> answer, long sinceNanos) {}

    /** @param late what an answer that does not come within {@code limit} is failed with */
    TimeLimit(Duration limit, Supplier<RuntimeException> late) {
        this.limit = limit;
        this.late = late;
        var _ = looking.scheduleWithFixedDelay(
                this::failTheLate, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void watch(CompletableFuture<?> answer) {
        oldestFirst.add(new Awaited(answer, System.nanoTime()));
    }

    private void failTheLate() {
        try {
            long now = System.nanoTime();
            for (Awaited oldest = oldestFirst.peek(); oldest != null; oldest = oldestFirst.peek()) {
                if (!oldest.answer().isDone()) {
                    if (now - oldest.sinceNanos() < limit.toNanos()) {
                        return;
                    }
                    oldest.answer().completeExceptionally(late.get());
                }
                oldestFirst.remove();
            }
        } catch (RuntimeException e) {
            // Thrown on, it would end the looking for good.
            LOG.error("Could not look which answers are late; looking again", e);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
