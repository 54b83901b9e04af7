package io.closedloop.lead.commands;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One bulk request: carries the lines out as they arrive, side by side where they have nothing to do with each other,
 * and writes their answers in order.
 */
final class BulkRun {
    private static final Logger log = LoggerFactory.getLogger(BulkRun.class);
    /**
     * Enough that the appender always has many to store at once; few enough that lines of the largest size fit in
     * memory.
     */
    private static final int MAX_UNDER_WAY = 256;

    /** Carries one line out. */
    interface Carrier {
        Answer carryOut(BulkLine line);

        /** Hears of a line that is no command. */
        default void passOver() {}
    }

    private record Pending(long line, CompletableFuture<Answer> answer) {}

    private final BulkLineReader reader;
    private final LineKeys lineKeys;
    private final Carrier carrier;
    private final Executor executor;
    private final AnswerSpool spool;
    private final int maxLine;
    private final LineOrder order = new LineOrder();
    private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);
    private final Queue<Pending> unanswered = new ArrayDeque<>();
    /** What log lines say of the request, which others than its own thread work for. */
    private final Map<String, String> logged = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());

    private volatile boolean spoolFailed;
    private long lastTaken;

    /** @param maxLine the bytes that a line may have */
    BulkRun(
            BulkLineReader reader,
            LineKeys lineKeys,
            Carrier carrier,
            Executor executor,
            AnswerSpool spool,
            int maxLine) {
        this.maxLine = maxLine;
        this.reader = reader;
        this.lineKeys = lineKeys;
        this.carrier = carrier;
        this.executor = executor;
        this.spool = spool;
    }

    /**
     * Reads to the end, and returns when every line has been carried out and its answer is in the spool.
     *
     * @return the refusal of what is missing where the request broke off, which is the last of the answers too, though
     *     hardly anybody will be there to read it; nothing where the request came to its end
     * @throws IOException when the spool cannot be written
     */
    Optional<ProblemException> carryOut(InputStream body) throws IOException, InterruptedException {
        var lines = new NdjsonLines(body, maxLine);
        Optional<ProblemException> brokenOff = Optional.empty();
        try {
            for (byte[] line = lines.next(); line != null && !spoolFailed; line = lines.next()) {
                if (!isBlank(line)) {
                    underWay.acquire();
                    take(lines.number(), line, lines.wasTooLong());
                    lastTaken = lines.number();
                }
            }
        } catch (IOException e) {
            log.info("A bulk request broke off after line {}", lines.number());
            var refusal = ProblemException.malformed(
                    "The request broke off after line %d. All lines up to there were carried out; sent again with the same idempotencyKeys, they get the same answers."
                            .formatted(lines.number()));
            underWay.acquire();
            answered(lines.number() + 1, problem(refusal.problem()));
            brokenOff = Optional.of(refusal);
        }
        underWay.acquire(MAX_UNDER_WAY);
        spool.end();
        return brokenOff;
    }

    /** A line after all answers that could be kept, which says that there should be more. */
    String lastLine(ProblemException refusal) {
        return answerLine(lastTaken + 1, problem(refusal.problem())) + "\n";
    }

    private void take(long number, byte[] bytes, boolean tooLong) throws InterruptedException {
        if (tooLong) {
            carrier.passOver();
            answered(
                    number,
                    problem(Problem.of(
                            ProblemCode.PAYLOAD_TOO_LARGE,
                            "The line has more than the %d bytes that a command takes.".formatted(maxLine))));
            return;
        }
        BulkLine line;
        LineKeys.Keys keys;
        try {
            line = reader.read(bytes);
            keys = lineKeys.begin(line);
        } catch (ProblemException e) {
            carrier.passOver();
            answered(number, problem(e.problem()));
            return;
        } catch (StoreUnavailableException e) {
            answered(number, unavailable(e));
            return;
        }
        if (keys.alone()) {
            underWay.acquire(MAX_UNDER_WAY - 1);
            answered(number, safely(line));
            underWay.release(MAX_UNDER_WAY - 1);
            return;
        }
        var answer = new CompletableFuture<Answer>();
        var done = new CompletableFuture<Void>();
        expect(new Pending(number, answer));
        var _ = order.after(keys.all(), done)
                .thenRunAsync(
                        () -> {
                            MDC.setContextMap(logged);
                            answer.complete(safely(line));
                            lineKeys.done(keys);
                            done.complete(null);
                            drain();
                        },
                        executor);
    }

    private Answer safely(BulkLine line) {
        try {
            return carrier.carryOut(line);
        } catch (ProblemException e) {
            return problem(e.problem());
        } catch (StoreUnavailableException e) {
            return unavailable(e);
        } catch (RuntimeException e) {
            log.error("A line of a bulk request failed", e);
            return problem(Problem.of(
                    ProblemCode.INTERNAL_FAULT,
                    "The service failed at this line; its log says more under the correlation id."));
        }
    }

    private void answered(long number, Answer answer) {
        expect(new Pending(number, CompletableFuture.completedFuture(answer)));
        drain();
    }

    private void expect(Pending pending) {
        synchronized (unanswered) {
            unanswered.add(pending);
        }
    }

    /** Writes the answers that are complete and have no incomplete one before them. */
    private void drain() {
        synchronized (unanswered) {
            for (Pending next = unanswered.peek(); next != null && next.answer().isDone(); next = unanswered.peek()) {
                unanswered.remove();
                spool(answerLine(next.line(), next.answer().join()));
                underWay.release();
            }
        }
    }

    /** An answer that cannot be written ends the request; the lines under way are carried out all the same. */
    private void spool(String line) {
        try {
            if (!spoolFailed) {
                spool.add(line);
            }
        } catch (IOException e) {
            // Said at the end, by the spool.
            spoolFailed = true;
        }
    }

    private static String answerLine(long line, Answer answer) {
        String head = "{\"line\":%d,\"status\":%d,".formatted(line, answer.status());
        return answer.status() < 300 ? head + answer.body().substring(1) : head + "\"problem\":" + answer.body() + "}";
    }

    /** The other lines are not concerned: one may be carried out a moment later. */
    private static Answer unavailable(StoreUnavailableException e) {
        log.warn("The store does not answer: {}", e.toString());
        return problem(Problem.of(
                ProblemCode.STORE_UNAVAILABLE,
                "The database cannot be reached or does not answer in time. The line was not acknowledged."));
    }

    private static Answer problem(Problem problem) {
        return new Answer(problem.status(), Map.of(), AnswerJson.write(problem.at(BulkController.PATH)));
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
