package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.commands.CommandMeters;
import io.closedloop.lead.commands.CommandRequest;
import io.closedloop.lead.commands.CommandService;
import io.closedloop.lead.commands.body.IdempotencyKeys;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.Arrivals;
import io.closedloop.lead.http.BodyForm;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.HangUp;
import io.closedloop.lead.http.LimitProperties;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.StrictJson;
import io.closedloop.lead.keys.KeyWatch;
import io.closedloop.lead.lifecycle.LeadCommands;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.directory.DataDirectory;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.SuppressionDecider;
import io.closedloop.lead.waiting.Places;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.axonframework.common.IdentifierFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Commands by the million: one line each, carried out as the lines arrive. */
@RestController
@Tag(name = "Commands")
class BulkController implements DisposableBean {
    static final String PATH = "/v1/commands";
    static final String NDJSON = "application/x-ndjson";
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final String LINES = """
            {"command": "RegisterLead", "leadId": "3f8a5b1e-6c2d-4e7f-9a0b-1c2d3e4f5a6b", "contact": {"email": "ana@example.com"}, \
            "source": {"channel": "EMAIL", "sourcedBy": "MARKETING"}, "idempotencyKey": "row-1"}
            {"command": "QualifyMarketing", "leadId": "3f8a5b1e-6c2d-4e7f-9a0b-1c2d3e4f5a6b"}
            """;
    private static final String ANSWERS = """
            {"line": 1, "status": 201, "leadId": "3f8a5b1e-6c2d-4e7f-9a0b-1c2d3e4f5a6b", "version": 1, "position": 1042, \
            "stage": "INQUIRY", "acceptance": null, "outcome": null, "pass": 1, "owner": null, "events": ["LeadRegistered"], \
            "allowedCommands": ["RecordTouch"]}
            {"line": 2, "status": 403, "problem": {"type": "/problems/forbidden", "title": "This key may not do that", "status": 403, \
            "detail": "It takes the role MARKETING or INTEGRATION or MANAGER.", "instance": "/v1/commands", "code": "forbidden"}}
            """;
    /**
     * How many lines all requests together may have begun and not answered: enough that the appender always has many to
     * store at once, though lines of one lead wait for each other; few enough for the appender's waiting line, and for
     * the collector, which copies what they hold.
     */
    private static final int LINES_UNDER_WAY = 2048;

    /**
     * Deciding keeps a processor busy, but for the few leads that are read. They are threads of the platform because
     * what writes JSON, seals and hashes is kept for each thread.
     */
    private static final int DECIDING = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    /** The roles that may send any command at all; each line checks the role that its command needs. */
    private static final List<Role> SENDERS = Stream.concat(
                    LeadCommands.kinds().stream().flatMap(kind -> kind.roles().stream()),
                    SuppressionDecider.ROLES.stream())
            .distinct()
            .sorted()
            .toList();

    /** How long a caller whose request was ended may go on sending before it is answered. */
    private static final Duration SENT_UNREAD = Duration.ofSeconds(10);

    private static final Duration SENDS_NO_MORE = Duration.ofMillis(500);

    /** How long it may go on once it has been, and before its connection is closed. */
    private static final Duration LEAVES = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(BulkController.class);

    private final CommandService commands;
    private final CommandMeters meters;
    private final LineKeys.Relations relations;
    private final BulkLineReader lines;
    private final Path spoolDirectory;
    private final Places places;
    private final BulkProperties properties;
    private final Playbook playbook;
    private final SpoolQuota quota;
    private final KeyWatch keys;
    private final int maxLine;
    private final int linesOfEach;
    private final ExecutorService deciding = Executors.newWorkStealingPool(DECIDING);
    private final ExecutorService answering = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("bulk-answers-", 0).factory());

    BulkController(
            CommandService commands,
            CommandMeters meters,
            LineKeys.Relations relations,
            StrictJson json,
            DataDirectory directory,
            KeyWatch keys,
            BulkProperties properties,
            LimitProperties limits,
            Playbook playbook) {
        this.commands = commands;
        this.meters = meters;
        this.relations = relations;
        this.lines = new BulkLineReader(json);
        this.spoolDirectory = directory.path().resolve("spool");
        this.keys = keys;
        this.properties = properties;
        this.playbook = playbook;
        this.places = new Places(properties.streams(), properties.streamsPerKey(), "bulk requests", COME_BACK);
        this.quota = new SpoolQuota(
                properties.spool().toBytes(), properties.spoolInAll().toBytes());
        this.maxLine = limits.bodyBytes();
        this.linesOfEach = LINES_UNDER_WAY / properties.streams();
        meters.watchStreams(places::taken);
        meters.watchSpool(quota::taken);
    }

    @Operation(
            operationId = "sendCommands",
            summary = "Carry out many commands",
            description =
                    "One JSON object per line, with the fields of the single command and its name as `command`. The answer has one line per "
                            + "command, in order. A bad line fails alone; blank lines are skipped. Order is kept inside a lead and among lines that share "
                            + "an identity.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = NDJSON,
                                            schema = @Schema(type = "string"),
                                            examples = @ExampleObject(LINES))),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "One line per command, in order.",
                            content =
                                    @Content(
                                            mediaType = NDJSON,
                                            schema = @Schema(type = "string"),
                                            examples = @ExampleObject(ANSWERS))))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "stream",
            description = "whether the answer begins while the request is still being read",
            schema = @Schema(type = "boolean", defaultValue = "false"))
    @PostMapping(path = PATH, produces = NDJSON)
    void carryOut(
            Actor actor,
            Correlation correlation,
            QueryParameters parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        boolean streamed = parameters.flag("stream");
        BodyForm.require(request, MediaType.parseMediaType(NDJSON));
        requireNoHeader(request, IdempotencyKeys.HEADER, "belongs to each line here, as idempotencyKey");
        requireNoHeader(request, "If-Match", "cannot be used with a line; send the command alone");
        Access.require(actor, SENDERS);
        try (var _ = place(actor);
                var spool = spool()) {
            var caller = new Caller(actor, correlation);
            var run = new BulkRun(
                    lines, new LineKeys(relations, playbook), caller, deciding, spool, maxLine, linesOfEach);
            var body = new ArrivingBody(
                    request.getInputStream(),
                    Arrivals.of(request),
                    spool,
                    streamed,
                    properties.idle(),
                    run::lastTaken,
                    caller::ending);
            // While that cannot be asked, no line is begun, see the caller.
            try (var _ = keys.watch(actor.id(), caller::revoked, () -> {})) {
                if (streamed) {
                    answerWhileReading(run, spool, body, response);
                } else {
                    answerWhenRead(run, spool, body, response);
                }
            }
            if (run.endedEarly()) {
                hangUp(body, HangUp.of(request), response);
            }
        }
    }

    /** What would be passed over was meant to protect from something. */
    private static void requireNoHeader(HttpServletRequest request, String header, String detail) {
        if (request.getHeader(header) != null) {
            throw ProblemException.malformed(
                    "The header %s belongs to a single command.".formatted(header),
                    FieldError.ofHeader(header, detail));
        }
    }

    private Places.Place place(Actor actor) {
        try {
            return places.take(actor);
        } catch (ProblemException e) {
            meters.streamRefused();
            throw e;
        }
    }

    private void answerWhenRead(BulkRun run, AnswerSpool spool, ArrivingBody body, HttpServletResponse response)
            throws IOException, InterruptedException {
        var brokenOff = carryOut(run, body);
        if (brokenOff.isPresent()) {
            // The container lets nothing but an error be answered now.
            throw brokenOff.get();
        }
        if (run.endedEarly()) {
            // Its caller reads nothing before everything has been sent.
            body.drain(SENT_UNREAD, SENDS_NO_MORE);
            response.setHeader("Connection", "close");
        }
        begin(response);
        spool.copyTo(response.getOutputStream());
    }

    /** The container would read the rest of the request, and wait for it too long. */
    private static void hangUp(ArrivingBody body, HangUp hangUp, HttpServletResponse response) throws IOException {
        response.flushBuffer();
        boolean ended = body.drain(LEAVES, SENDS_NO_MORE);
        // With it goes the request's body.
        response.getOutputStream().close();
        if (!ended) {
            hangUp.now();
        }
    }

    private AnswerSpool spool() {
        try {
            return AnswerSpool.in(spoolDirectory, quota);
        } catch (IOException e) {
            throw noSpool(e);
        }
    }

    private static Optional<ProblemException> carryOut(BulkRun run, ArrivingBody body) throws InterruptedException {
        try {
            return run.carryOut(body);
        } catch (IOException e) {
            throw noSpool(e);
        }
    }

    private static ProblemException noSpool(IOException e) {
        log.error("The answers of a bulk request cannot be kept until they are read: is the disk full?", e);
        return ProblemException.retryable(
                ProblemCode.STORE_UNAVAILABLE,
                "The answers cannot be kept until they are read. Lines may have been carried out; send them again.",
                Duration.ofSeconds(2));
    }

    /** The answer is written by a thread of its own, so that a caller who does not read it never stops the reading. */
    private void answerWhileReading(BulkRun run, AnswerSpool spool, ArrivingBody body, HttpServletResponse response)
            throws IOException, InterruptedException {
        begin(response);
        response.flushBuffer();
        var out = response.getOutputStream();
        CompletableFuture<Void> written = CompletableFuture.runAsync(
                () -> {
                    try {
                        spool.copyTo(out);
                    } catch (IOException e) {
                        log.info("The caller of a bulk request no longer reads its answers");
                        spool.abandon();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                answering);
        Optional<ProblemException> unkept = Optional.empty();
        try {
            var _ = carryOut(run, body);
        } catch (ProblemException e) {
            unkept = Optional.of(e);
        } finally {
            // The response is this request's only as long as the request lasts.
            spool.stop();
            written.join();
        }
        if (unkept.isPresent()) {
            out.write(run.lastLine(unkept.get()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void begin(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(NDJSON);
    }

    @Override
    public void destroy() {
        deciding.close();
        answering.close();
    }

    private final class Caller implements BulkRun.Carrier {
        private final Actor actor;
        private final Correlation correlation;
        private volatile boolean revoked;

        Caller(Actor actor, Correlation correlation) {
            this.actor = actor;
            this.correlation = correlation;
        }

        void revoked() {
            revoked = true;
        }

        /** Why the request shall end now; null where it shall not. */
        @Nullable
        EndedEarlyException ending() {
            return revoked
                    ? new EndedEarlyException(
                            ProblemCode.UNAUTHENTICATED, "The key '%s' has been revoked.".formatted(actor.name()))
                    : null;
        }

        /** A line that was read before may come to its turn much later. */
        private void requireGoodKey() {
            if (revoked) {
                throw ProblemException.of(
                        ProblemCode.UNAUTHENTICATED,
                        "The key '%s' has been revoked. The line was not carried out.".formatted(actor.name()));
            }
            if (!keys.isCertain()) {
                throw ProblemException.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The key cannot be checked: the database cannot be reached or does not answer in time. The line was not carried out.");
            }
        }

        @Override
        public void passOver() {
            meters.unreadableLine();
        }

        @Override
        public CompletableFuture<Answer> carryOut(BulkLine line, Executor aside) {
            requireGoodKey();
            var request = new CommandRequest(
                    actor,
                    correlation,
                    IdentifierFactory.getInstance().generateIdentifier(),
                    "bulk",
                    "POST " + PATH,
                    PATH,
                    line.idempotencyKey(),
                    null,
                    false,
                    aside);
            return switch (line) {
                case BulkLine.ForSuppression lift -> commands.beginToLift(request, lift.suppressionId(), lift.body());
                case BulkLine.ForLead command -> commands.begin(request, command.target(), command.body());
            };
        }
    }
}
