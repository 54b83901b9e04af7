package io.closedloop.lead.commands;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bulk request: carries the lines out as they arrive, side by side where they have nothing to do with each other,
 * and writes their answers in order.
 */
final class BulkRun {
    private static final Logger log = LoggerFactory.getLogger(BulkRun.class);
    private static final int MAX_LINE = 256 * 1024;
    /**
     * Enough that the appender always has many to store at once; few enough that lines of the largest size fit in
     * memory.
     */
    private static final int MAX_UNDER_WAY = 256;

    /** Carries one line out. */
    interface Carrier {
        Answer carryOut(BulkLine line);

        /** The lead that holds an external reference, where there is one now. */
        @Nullable
        LeadId leadOf(BulkLine.Target.ByExternalRef target);
    }

    private record Pending(long line, CompletableFuture<Answer> answer) {}

    private final BulkLineReader reader;
    private final Carrier carrier;
    private final Executor executor;
    private final AnswerSpool spool;
    private final LineOrder order = new LineOrder();
    private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);
    private final Queue<Pending> unanswered = new ArrayDeque<>();
    /**
     * Which lead a registration that is under way gives an external reference to, so that later lines find their order.
     */
    private final Map<String, LeadId> registering = new ConcurrentHashMap<>();

    private volatile @Nullable IOException spoolFailure;

    BulkRun(BulkLineReader reader, Carrier carrier, Executor executor, AnswerSpool spool) {
        this.reader = reader;
        this.carrier = carrier;
        this.executor = executor;
        this.spool = spool;
    }

    /**
     * Reads to the end, and returns when every line has been carried out and its answer is in the spool.
     *
     * @throws IOException when the spool cannot be written; not when the request breaks off, which is answered on a
     *     line of its own
     */
    void carryOut(InputStream body) throws IOException, InterruptedException {
        var lines = new NdjsonLines(body, MAX_LINE);
        try {
            for (byte[] line = lines.next(); line != null && spoolFailure == null; line = lines.next()) {
                if (!isBlank(line)) {
                    underWay.acquire();
                    take(lines.number(), line, lines.wasTooLong());
                }
            }
        } catch (IOException e) {
            log.info("A bulk request broke off after line {}", lines.number());
            underWay.acquire();
            answered(
                    lines.number() + 1,
                    problem(ProblemException.malformed("The request broke off here; what came before was carried out.")
                            .problem()));
        }
        underWay.acquire(MAX_UNDER_WAY);
        IOException failure = spoolFailure;
        if (failure != null) {
            throw failure;
        }
        spool.end();
    }

    private void take(long number, byte[] bytes, boolean tooLong) {
        if (tooLong) {
            answered(
                    number,
                    problem(Problem.of(
                            ProblemCode.PAYLOAD_TOO_LARGE,
                            "The line has more than the %d bytes that a command takes.".formatted(MAX_LINE))));
            return;
        }
        BulkLine line;
        Set<String> keys;
        try {
            line = reader.read(bytes);
            keys = orderKeys(line);
        } catch (ProblemException e) {
            answered(number, problem(e.problem()));
            return;
        }
        var answer = new CompletableFuture<Answer>();
        var done = new CompletableFuture<Void>();
        expect(new Pending(number, answer));
        var _ = order.after(keys, done)
                .thenRunAsync(
                        () -> {
                            answer.complete(safely(line));
                            forgetRegistration(line);
                            done.complete(null);
                            drain();
                        },
                        executor);
    }

    /** A line by external reference also keeps its order among the lines of the lead behind it. */
    private Set<String> orderKeys(BulkLine line) {
        var keys = new LinkedHashSet<>(line.orderKeys());
        if (line instanceof BulkLine.ForLead command) {
            switch (command.target()) {
                case BulkLine.Target.ByExternalRef byRef -> {
                    LeadId behind = registering.get(
                            BulkLine.refKey(byRef.ref().system(), byRef.ref().id()));
                    LeadId lead = behind != null ? behind : carrier.leadOf(byRef);
                    if (lead != null) {
                        keys.add(BulkLine.leadKey(lead));
                    }
                }
                case BulkLine.Target.ById byId -> {
                    String ref = registeredRef(command);
                    if (ref != null) {
                        registering.put(ref, byId.leadId());
                    }
                }
            }
        }
        return keys;
    }

    private void forgetRegistration(BulkLine line) {
        if (line instanceof BulkLine.ForLead command && command.target() instanceof BulkLine.Target.ById byId) {
            String ref = registeredRef(command);
            if (ref != null) {
                registering.remove(ref, byId.leadId());
            }
        }
    }

    private static @Nullable String registeredRef(BulkLine.ForLead command) {
        if (command.body() instanceof CommandBody.RegisterLeadBody register && register.externalRef() != null) {
            String system = register.externalRef().system();
            String id = register.externalRef().id();
            return system == null || id == null ? null : BulkLine.refKey(system, id);
        }
        return null;
    }

    private Answer safely(BulkLine line) {
        try {
            return carrier.carryOut(line);
        } catch (ProblemException e) {
            return problem(e.problem());
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
            if (spoolFailure == null) {
                spool.add(line);
            }
        } catch (IOException e) {
            spoolFailure = e;
        }
    }

    private static String answerLine(long line, Answer answer) {
        String head = "{\"line\":%d,\"status\":%d,".formatted(line, answer.status());
        return answer.status() < 300 ? head + answer.body().substring(1) : head + "\"problem\":" + answer.body() + "}";
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
