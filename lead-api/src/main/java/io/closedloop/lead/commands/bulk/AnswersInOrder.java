package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.log.Answer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The answers of a bulk request: they come in any order and are written to the spool in the order of their lines. */
final class AnswersInOrder {
    private record Expected(long line, CompletableFuture<Answer> answer) {}

    private final AnswerSpool spool;
    private final int most;
    private final Semaphore unwritten;
    private final Queue<Expected> expected = new ArrayDeque<>();
    /** How often somebody has found more answers to write since there were none. */
    private final AtomicInteger findings = new AtomicInteger();

    private volatile boolean failed;

    /**
     * @param most how many lines may have been taken whose answers are not in the spool: all but one may wait for that
     */
    AnswersInOrder(AnswerSpool spool, int most) {
        this.spool = spool;
        this.most = most;
        this.unwritten = new Semaphore(most);
    }

    /**
     * Takes the next line; waits while too many others are not in the spool. By one thread, in the order of lines.
     *
     * @return to be completed with the line's answer
     */
    CompletableFuture<Answer> expect(long line) throws InterruptedException {
        unwritten.acquire();
        var answer = new CompletableFuture<Answer>();
        synchronized (expected) {
            expected.add(new Expected(line, answer));
        }
        var _ = answer.thenRun(this::write);
        return answer;
    }

    /** Returns once the answers of all lines that were taken are in the spool. */
    void awaitAll() throws InterruptedException {
        unwritten.acquire(most);
        unwritten.release(most);
    }

    /** Whether an answer could not be kept; none is after it, and the lines are carried out all the same. */
    boolean failed() {
        return failed;
    }

    static String text(long line, Answer answer) {
        String head = "{\"line\":" + line + ",\"status\":" + answer.status() + ",";
        return answer.status() < 300 ? head + answer.body().substring(1) : head + "\"problem\":" + answer.body() + "}";
    }

    /** Writes the answers that are next, unless another thread is writing them: nobody waits for the spool's disk. */
    private void write() {
        int found = findings.incrementAndGet();
        if (found > 1) {
            return;
        }
        while (found != 0) {
            for (Expected next = nextAnswered(); next != null; next = nextAnswered()) {
                spool(text(next.line(), next.answer().join()));
                unwritten.release();
            }
            found = findings.addAndGet(-found);
        }
    }

    private @Nullable Expected nextAnswered() {
        synchronized (expected) {
            Expected first = expected.peek();
            return first != null && first.answer().isDone() ? expected.remove() : null;
        }
    }

    private void spool(String line) {
        try {
            if (!failed) {
                spool.add(line);
            }
        } catch (IOException e) {
            // Said at the end, by the spool.
            failed = true;
        }
    }
}
