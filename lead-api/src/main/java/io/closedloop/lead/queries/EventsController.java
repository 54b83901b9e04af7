package io.closedloop.lead.queries;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.QueryParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The log, for those who follow it. */
@RestController
@Tag(name = "Events")
class EventsController {
    static final String CLOUD_EVENTS = "application/cloudevents-batch+json";
    private static final List<Role> FOLLOWERS = List.of(Role.AUDITOR, Role.INTEGRATION);
    private static final int MOST = 1000;

    private final LogReader reader;
    private final LogFollower follower;

    EventsController(LogReader reader, LogFollower follower) {
        this.reader = reader;
        this.follower = follower;
    }

    @GetMapping(
            path = "/v1/events",
            produces = {MediaType.APPLICATION_JSON_VALUE, CLOUD_EVENTS})
    @Operation(
            operationId = "listEvents",
            summary = "The log as CloudEvents, in the order of positions",
            description =
                    "Positions have no gaps, so whoever goes on after the page's position misses nothing. Both media types have the same "
                            + "body; its items are what CloudEvents calls a batch. For the roles AUDITOR and INTEGRATION.")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "after",
            description = "The events after this position: 0 for the beginning, then the position of the page before.",
            schema = @Schema(type = "integer", format = "int64", minimum = "0", defaultValue = "0"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
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
        List<EventViews.CloudEvent> items = reader.after(after, limit).stream()
                .map(event -> EventViews.cloudEvent(event, reader.inClear(event)))
                .toList();
        return new EventViews.EventPage(
                items, items.isEmpty() ? Math.min(after, head) : items.getLast().position());
    }
}
