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
import io.closedloop.lead.queries.EventViews;
import io.closedloop.lead.queries.LogFollower;
import io.closedloop.lead.queries.LogReader;
import io.closedloop.lead.queries.Patience;
import io.closedloop.lead.queries.TakesMinPosition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
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
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The log, for those who follow it. */
@RestController
@Tag(name = "Events")
class EventsController {
    static final String PATH = "/v1/events";
    static final String CLOUD_EVENTS = "application/cloudevents-batch+json";
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

    EventsController(LogReader reader, LogFollower follower, EventStreams streams) {
        this.reader = reader;
        this.follower = follower;
        this.streams = streams;
    }

    @GetMapping(
            path = PATH,
            produces = {MediaType.APPLICATION_JSON_VALUE, CLOUD_EVENTS})
    @Operation(
            operationId = "listEvents",
            summary = "The log as CloudEvents, in the order of positions",
            description =
                    "Positions have no gaps, so whoever goes on after the page's position misses nothing. Both JSON types have the same "
                            + "body; its items are what CloudEvents calls a batch. As text/event-stream the answer does not end: each "
                            + "event follows within 100 ms of its commit, with its position as id. For the roles AUDITOR and INTEGRATION.")
    @TakesAfter
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many events a page has at most; a stream takes none.",
            schema =
                    @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000", defaultValue = "1000"))
    @TakesMinPosition
    EventViews.EventPage events(Actor actor, QueryParameters parameters, HttpServletRequest request) {
        long after = parameters.integer("after", 0L, Long.MAX_VALUE).orElse(0);
        int limit = parameters.integer("limit", 1, MOST).orElse(MOST);
        var patience = Patience.of(parameters, request);
        Access.require(actor, FOLLOWERS);
        patience.await(follower, () -> follower.head().position());
        long head = follower.head().position();
        List<EventViews.CloudEvent> items = reader.after(after, limit);
        return new EventViews.EventPage(
                items, items.isEmpty() ? Math.min(after, head) : items.getLast().position());
    }

    @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "streamEvents",
            summary = "The log as it grows, as server-sent events",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content =
                                    @Content(
                                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                            schema = @Schema(type = "string"),
                                            examples = @ExampleObject(FRAMES))))
    @TakesAfter
    @TakesMinPosition
    @Parameter(
            in = ParameterIn.HEADER,
            name = LAST_EVENT_ID,
            description =
                    "Of a stream: go on after this position, the id of the last event that came. It counts before the parameter after, which "
                            + "a client that comes back sends again.",
            schema = @Schema(type = "integer", format = "int64", minimum = "0"))
    @Refuses(ProblemCode.TOO_MANY_REQUESTS)
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
        var patience = Patience.of(parameters, request);
        Access.require(actor, FOLLOWERS);
        patience.await(follower, () -> follower.head().position());
        if (request.getMethod().equals("HEAD")) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            return;
        }
        FieldError ahead = lastEvent.isPresent()
                ? FieldError.ofHeader(LAST_EVENT_ID, "is beyond the end of the log")
                : FieldError.ofParameter("after", "is beyond the end of the log");
        streams.open(actor, lastEvent.orElse(parameter.orElse(0)), ahead, correlation, request, response);
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
