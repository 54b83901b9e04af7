package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One bulk request: it carries the lines out as they arrive, in parallel where they are independent, and writes their
 * answers in order.
 */
final class BulkRun {
    private static final Logger log = LoggerFactory.getLogger(BulkRun.class);

    /** Carries one line out. */
    interface Carrier {
        /**
         * Begins with a line. Waits for much, but not for the log.
         *
         * @param aside who goes on with it when the log has answered
         */
        CompletableFuture<Answer> carryOut(BulkLine line, Executor aside);

        /** Hears of a line that is no command. */
        default void passOver() {}
    }

    /** So many lines may wait for the answer of one before them: answers are small. */
    private static final int ANSWERED_BY_UNDER_WAY = 8;

    /** So many places that are wrong are named in the answer to one line. */
    private static final int MOST_ERRORS = 20;

    private final BulkLineReader reader;
    private final LineKeys lineKeys;
    private final Carrier carrier;
    private final Executor aside;
    private final AnswerSpool spool;
    private final int maxLine;
    private final int mostUnderWay;
    private final Semaphore underWay;
    private final AnswersInOrder answers;
    private final LineOrder order = new LineOrder();
    /** What log lines say of the request, which others than its own thread work for. */
    private final Map<String, String> logged = Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of());

    private long lastTaken;
    private boolean endedEarly;

    /**
     * @param executor carries the lines out
     * @param maxLine the bytes that a line may have
     * @param mostUnderWay how many lines may be under way, where none has more than a kilobyte; a longer one counts as
     *     many as it has kilobytes
     */
    BulkRun(
            BulkLineReader reader,
            LineKeys lineKeys,
            Carrier carrier,
            Executor executor,
            AnswerSpool spool,
            int maxLine,
            int mostUnderWay) {
        this.reader = reader;
        this.lineKeys = lineKeys;
        this.carrier = carrier;
        this.aside = task -> executor.execute(() -> {
            MDC.setContextMap(logged);
            task.run();
        });
        this.spool = spool;
        this.maxLine = maxLine;
        this.mostUnderWay = mostUnderWay;
        this.underWay = new Semaphore(mostUnderWay);
        this.answers = new AnswersInOrder(spool, mostUnderWay * ANSWERED_BY_UNDER_WAY);
    }

    /** The number of the last line that was a command or meant to be one; for the thread that reads the body. */
    long lastTaken() {
        return lastTaken;
    }

    /** Whether the service read no further than it wanted to; the last of the answers says why. */
    boolean endedEarly() {
        return endedEarly;
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
            for (byte[] line = lines.next(); line != null && !answers.failed(); line = lines.next()) {
                if (!isBlank(line)) {
                    take(answers.expect(lines.number()), line, lines.wasTooLong());
                    lastTaken = lines.number();
                }
            }
        } catch (EndedEarlyException e) {
            log.info("A bulk request was ended after line {}: {}", lines.number(), e.getMessage());
            endEarly(lines.number(), e.problem(lines.number()));
        } catch (RuntimeException | Error e) {
            log.error("A bulk request failed after line {}", lines.number(), e);
            endEarly(
                    lines.number(),
                    Problem.of(
                            ProblemCode.INTERNAL_FAULT,
                            "The service failed after line %d; its log says more under the correlation id. Send the lines after it again."
                                    .formatted(lines.number())));
        } catch (IOException e) {
            log.info("A bulk request broke off after line {}", lines.number());
            var refusal = ProblemException.malformed(
                    "The request broke off after line %d. All lines up to there were carried out; if you send them again with the same idempotencyKeys, they get the same answers."
                            .formatted(lines.number()));
            answers.expect(lines.number() + 1).complete(problem(refusal.problem()));
            brokenOff = Optional.of(refusal);
        }
        answers.awaitAll();
        spool.end();
        return brokenOff;
    }

    private void endEarly(long lines, Problem why) throws InterruptedException {
        endedEarly = true;
        answers.expect(lines + 1).complete(problem(why));
    }

    /** A line after all answers that could be kept, which says that there should be more. */
    String lastLine(ProblemException refusal) {
        return AnswersInOrder.text(lastTaken + 1, problem(refusal.problem())) + "\n";
    }

    private void take(CompletableFuture<Answer> answer, byte[] bytes, boolean tooLong) throws InterruptedException {
        if (tooLong) {
            carrier.passOver();
            answer.complete(problem(Problem.of(
                    ProblemCode.PAYLOAD_TOO_LARGE,
                    "The line has more than the %d bytes that a command takes.".formatted(maxLine))));
            return;
        }
        int room = Math.min(1 + bytes.length / 1024, mostUnderWay);
        underWay.acquire(room);
        BulkLine line;
        LineKeys.Keys keys;
        try {
            line = reader.read(bytes);
            keys = lineKeys.begin(line);
        } catch (ProblemException e) {
            carrier.passOver();
            underWay.release(room);
            answer.complete(problem(e.problem()));
            return;
        } catch (StoreUnavailableException e) {
            underWay.release(room);
            answer.complete(unavailable(e));
            return;
        } catch (RuntimeException | Error e) {
            underWay.release(room);
            answer.complete(failed(e));
            return;
        }
        if (keys.alone()) {
            underWay.acquire(mostUnderWay - room);
            answer.complete(
                    carryOut(line, CompletableFuture.completedFuture(null)).join());
            underWay.release(mostUnderWay);
            return;
        }
        var done = new CompletableFuture<Void>();
        var _ = carryOut(line, order.after(keys.all(), done)).thenAccept(it -> {
            lineKeys.done(keys);
            done.complete(null);
            underWay.release(room);
            answer.complete(it);
        });
    }

    /** Always comes to an answer. */
    private CompletableFuture<Answer> carryOut(BulkLine line, CompletableFuture<Void> turn) {
        return turn.thenComposeAsync(_ -> carrier.carryOut(line, aside), aside)
                .exceptionally(failure -> switch (Awaited.causeOf(failure)) {
                    case ProblemException e -> problem(e.problem());
                    case StoreUnavailableException e -> unavailable(e);
                    case Throwable e -> failed(e);
                });
    }

    private static Answer failed(Throwable failure) {
        log.error("A line of a bulk request failed", failure);
        return problem(Problem.of(
                ProblemCode.INTERNAL_FAULT,
                "The service failed at this line; its log says more under the correlation id."));
    }

    /** The other lines are not concerned: one may be carried out a moment later. */
    private static Answer unavailable(StoreUnavailableException e) {
        log.warn("The store does not answer: {}", e.toString());
        return problem(Problem.of(ProblemCode.STORE_UNAVAILABLE, e.shown() + " The line was not acknowledged."));
    }

    private static Answer problem(Problem problem) {
        return new Answer(
                problem.status(), Map.of(), AnswerJson.write(brief(problem).at(BulkController.PATH)));
    }

    /** A line that names a thousand places that are wrong is not answered with all of them: that may be far longer. */
    private static Problem brief(Problem problem) {
        List<FieldError> errors = problem.errors();
        if (errors == null || errors.size() <= MOST_ERRORS) {
            return problem;
        }
        var first = new ArrayList<>(errors.subList(0, MOST_ERRORS));
        first.add(new FieldError("", "and %d more places are wrong".formatted(errors.size() - MOST_ERRORS)));
        return problem.withErrors(first);
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
