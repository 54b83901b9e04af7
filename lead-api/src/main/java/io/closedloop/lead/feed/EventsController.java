package io.closedloop.lead.feed;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.Refuses;
import io.closedloop.lead.queries.EventFilter;
import io.closedloop.lead.queries.EventViews;
import io.closedloop.lead.queries.LogFollower;
import io.closedloop.lead.queries.LogReader;
import io.closedloop.lead.queries.Patience;
import io.closedloop.lead.queries.TakesMinPosition;
import io.closedloop.lead.waiting.Waits;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The log, for those who follow it. */
@RestController
@Tag(name = "Events")
class EventsController {
    static final String PATH = "/v1/events";
    static final String CLOUD_EVENTS = "application/cloudevents-batch+json";
    static final String POSITION = "Closedloop-Position";
    static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final List<Role> FOLLOWERS = List.of(Role.AUDITOR, Role.INTEGRATION);
    private static final int MOST = 1000;
    private static final String FRAMES = """
            retry: 2000

            id: 5
            event: LeadWon
            data: {"specversion":"1.0","id":"01a2019c-8a56-74a5-a32f-76883d4616ed","type":"LeadWon","source":"/v1/leads","position":5}

            """;

    private final LogReader reader;
    private final LogFollower follower;
    private final EventStreams streams;
    private final Waits waits;
    private final KnownEpoch epoch;

    EventsController(LogReader reader, LogFollower follower, EventStreams streams, Waits waits, KnownEpoch epoch) {
        this.reader = reader;
        this.follower = follower;
        this.streams = streams;
        this.waits = waits;
        this.epoch = epoch;
    }

    @GetMapping(
            path = PATH,
            produces = {MediaType.APPLICATION_JSON_VALUE, CLOUD_EVENTS})
    @Operation(
            operationId = "listEvents",
            summary = "The log as CloudEvents, in the order of positions",
            description =
                    "Positions have no gaps, so whoever goes on after the page's position misses nothing, also where type or subject leave "
                            + "events out: a page then looks at a part of the log, and its position says how far. As "
                            + "application/cloudevents-batch+json the answer is the bare array of events, as CloudEvents defines a batch. As "
                            + "text/event-stream it does not end: each event follows within 100 ms of its commit, with its position as id. "
                            + "For the roles AUDITOR and INTEGRATION.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "A part of the log, or the log as it grows.",
                            headers = {
                                @Header(
                                        name = POSITION,
                                        description = "The position of the log up to which it was looked at.",
                                        schema = @Schema(type = "integer", format = "int64")),
                                @Header(
                                        name = KnownEpoch.HEADER,
                                        description = "The log's epoch: another one once the log has been set back.",
                                        schema = @Schema(type = "string", format = "uuid")),
                                @Header(
                                        name = HttpHeaders.LINK,
                                        description = "The next page, as rel=\"next\", where the log goes on.",
                                        schema = @Schema(type = "string"))
                            },
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = EventViews.EventPage.class)),
                                @Content(
                                        mediaType = CLOUD_EVENTS,
                                        array =
                                                @ArraySchema(
                                                        schema =
                                                                @Schema(implementation = EventViews.CloudEvent.class))),
                                @Content(
                                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                        schema = @Schema(type = "string"),
                                        examples = @ExampleObject(FRAMES))
                            }))
    @TakesAfter
    @TakesEpoch
    @TakesFilter
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many events a page has at most; a stream takes none.",
            schema =
                    @Schema(
                            type = "integer",
                            format = "int32",
                            minimum = "1",
                            maximum = "" + MOST,
                            defaultValue = "" + MOST))
    @Parameter(
            in = ParameterIn.HEADER,
            name = LAST_EVENT_ID,
            description =
                    "Of a stream: go on after this position, the id of the last event that came. It counts before the parameter after, which "
                            + "a client that comes back sends again.",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    @Refuses({ProblemCode.TOO_MANY_REQUESTS, ProblemCode.LOG_EPOCH_CHANGED})
    @TakesMinPosition
    ResponseEntity<EventViews.EventPage> events(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        long after = parameters.integer("after", 0L, Long.MAX_VALUE).orElse(0);
        int limit = parameters.integer("limit", 1, MOST).orElse(MOST);
        EventFilter filter = EventFilter.of(parameters);
        var patience = Patience.of(parameters, request);
        Access.require(actor, FOLLOWERS);
        epoch.require(parameters);
        waits.awaitOneFurther(request, actor, patience.atMost(), follower, patience::minPosition);
        LogReader.Part part = reader.after(after, limit, filter);
        // It may have waited, and the log may have been set back meanwhile.
        epoch.require(KnownEpoch.of(parameters), part.end().epoch());
        var page = new EventViews.EventPage(
                reader.inClear(part.events()), part.position(), part.end().epoch());
        var answer = ResponseEntity.ok()
                .header(POSITION, Long.toString(page.position()))
                .header(KnownEpoch.HEADER, page.epoch().toString());
        if (page.position() < part.head()) {
            answer.header(HttpHeaders.LINK, "<%s>; rel=\"next\"".formatted(next(page.position(), parameters)));
        }
        return answer.body(page);
    }

    private static String next(long position, QueryParameters parameters) {
        var next = new StringBuilder(PATH + "?after=" + position);
        // What these hold needs no encoding: it has been read.
        for (String name : List.of("limit", "type", "subject", KnownEpoch.PARAMETER)) {
            parameters
                    .asMap()
                    .getOrDefault(name, List.of())
                    .forEach(value -> next.append('&').append(name).append('=').append(value));
        }
        return next.toString();
    }

    /** Described with the pages: OpenAPI has one operation for a path and method. */
    @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Hidden
    @TakesAfter
    @TakesEpoch
    @TakesFilter
    @TakesMinPosition
    void stream(
            Actor actor,
            Correlation correlation,
            QueryParameters parameters,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        OptionalLong parameter = parameters.integer("after", 0L, Long.MAX_VALUE);
        OptionalLong lastEvent = lastEventId(request);
        if (lastEvent.isPresent() && lastEvent.getAsLong() < parameter.orElse(0)) {
            throw wrongLastEventId("is before the position that the parameter 'after' asks to begin behind");
        }
        EventFilter filter = EventFilter.of(parameters);
        var patience = Patience.of(parameters, request);
        Access.require(actor, FOLLOWERS);
        epoch.require(parameters);
        waits.awaitOneFurther(request, actor, patience.atMost(), follower, patience::minPosition);
        if (request.getMethod().equals("HEAD")) {
            UUID present = epoch.present();
            epoch.require(KnownEpoch.of(parameters), present);
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader(KnownEpoch.HEADER, present.toString());
            return;
        }
        FieldError ahead = lastEvent.isPresent()
                ? FieldError.ofHeader(LAST_EVENT_ID, "is beyond the end of the log")
                : FieldError.ofParameter("after", "is beyond the end of the log");
        streams.open(
                actor,
                lastEvent.orElse(parameter.orElse(0)),
                present -> epoch.require(KnownEpoch.of(parameters), present),
                filter,
                ahead,
                correlation,
                request,
                response);
    }

    private static OptionalLong lastEventId(HttpServletRequest request) {
        List<String> given = Collections.list(request.getHeaders(LAST_EVENT_ID));
        if (given.isEmpty()) {
            return OptionalLong.empty();
        }
        if (given.size() > 1) {
            throw wrongLastEventId("is given %d times, but has one value".formatted(given.size()));
        }
        try {
            if (given.getFirst().matches("[0-9]{1,19}")) {
                return OptionalLong.of(Long.parseLong(given.getFirst()));
            }
        } catch (NumberFormatException e) {
            throw wrongLastEventId("is larger than any position");
        }
        throw wrongLastEventId("is the position of an event, a whole number from 0");
    }

    private static ProblemException wrongLastEventId(String detail) {
        return ProblemException.malformed(
                "The header Last-Event-ID is refused: it %s.".formatted(detail),
                FieldError.ofHeader(LAST_EVENT_ID, detail));
    }
}
