package io.closedloop.lead.commands;

import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.OutcomeUnknownException;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.meters.Latency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Counts commands by their outcome, and measures how long they take. */
@Component
public class CommandMeters {
    private static final String TYPE = "{\"type\":\"/problems/";
    private static final String NO_EVENTS = "\"events\":[]";
    private static final String NONE = "none";

    private final MeterRegistry registry;
    /** As many as there are commands, outcomes and problem codes together. */
    private final Map<Series, Counter> commands = new ConcurrentHashMap<>();

    private final Map<String, Timer> durations = new ConcurrentHashMap<>();
    private final Counter unreadableLines;
    private final Counter refusedStreams;

    private record Series(String command, String via, String outcome, String code) {}

    CommandMeters(MeterRegistry registry) {
        this.registry = registry;
        unreadableLines = Counter.builder("closedloop.bulk.lines.unreadable")
                .description("lines of bulk requests that were no command, or too long")
                .register(registry);
        refusedStreams = Counter.builder("closedloop.bulk.streams.refused")
                .description("bulk requests that were answered 429")
                .register(registry);
    }

    /** Carries a command out and counts it. What fails at once fails like what fails later. */
    CompletableFuture<Answer> measured(
            CommandRequest request, String command, Supplier<CompletableFuture<Answer>> execution) {
        long begun = System.nanoTime();
        return begun(execution).whenComplete((answer, failure) -> {
            count(
                    failure == null
                            ? new Series(command, request.source(), outcome(request, answer), code(answer))
                            : failed(command, request.source(), Awaited.causeOf(failure)));
            durations
                    .computeIfAbsent(request.source(), this::duration)
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        });
    }

    private static CompletableFuture<Answer> begun(Supplier<CompletableFuture<Answer>> execution) {
        try {
            return execution.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Series failed(String command, String via, Throwable failure) {
        return switch (failure) {
            case ProblemException e ->
                new Series(
                        command,
                        via,
                        e.problem().status() < 500 ? "refused" : "unavailable",
                        e.problem().code());
            case OutcomeUnknownException _ -> new Series(command, via, "unknown", NONE);
            case StoreUnavailableException _ -> new Series(command, via, "unavailable", NONE);
            default -> new Series(command, via, "failed", NONE);
        };
    }

    /** What became of it, as its answer tells; the answer is of our own making, so its form is known. */
    private static String outcome(CommandRequest request, Answer answer) {
        if (answer.headers().containsKey("Idempotency-Replayed")) {
            return "replayed";
        }
        if (answer.status() >= 400) {
            return "refused";
        }
        if (request.dryRun()) {
            return "checked";
        }
        return answer.body().contains(NO_EVENTS) ? "repeated" : "accepted";
    }

    private static String code(Answer answer) {
        String body = answer.body();
        return answer.status() >= 400 && body.startsWith(TYPE)
                ? body.substring(TYPE.length(), body.indexOf('"', TYPE.length()))
                : NONE;
    }

    private void count(Series series) {
        commands.computeIfAbsent(series, this::counter).increment();
    }

    private Counter counter(Series series) {
        return Counter.builder("closedloop.commands")
                .description("commands, by name, way in, outcome and the code of the refusal")
                .tag("command", series.command())
                .tag("via", series.via())
                .tag("outcome", series.outcome())
                .tag("code", series.code())
                .register(registry);
    }

    private Timer duration(String via) {
        return Latency.timer(
                registry, "closedloop.command.duration", "from the command read to its answer durable", "via", via);
    }

    public void unreadableLine() {
        unreadableLines.increment();
    }

    public void streamRefused() {
        refusedStreams.increment();
    }

    /** @param bytes how much disk the answers of bulk requests take until they are read */
    public void watchSpool(LongSupplier bytes) {
        Gauge.builder("closedloop.bulk.spool", bytes, LongSupplier::getAsLong)
                .description("answers of bulk requests that wait on disk until they are read")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** @param streams how many bulk requests are carried out just now */
    public void watchStreams(IntSupplier streams) {
        Gauge.builder("closedloop.bulk.streams.active", streams, IntSupplier::getAsInt)
                .description("bulk requests that are being carried out")
                .strongReference(true)
                .register(registry);
    }
}
