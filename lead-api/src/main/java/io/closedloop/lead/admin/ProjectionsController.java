package io.closedloop.lead.admin;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.Refuses;
import io.closedloop.lead.instances.Instances;
import io.closedloop.lead.instances.Orders;
import io.closedloop.lead.instances.SeenInstance;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The state of the read models, and their rebuilds; for {@code ADMIN} only. */
@RestController
@Tag(name = "Operations")
class ProjectionsController {
    private static final String PROJECTION = "/v1/admin/projections/{name}";
    static final String REBUILD = PROJECTION + "/rebuild";

    private final Standing standing;
    private final Instances instances;
    private final Orders orders;
    private final ProgressStreams streams;

    ProjectionsController(Standing standing, Instances instances, Orders orders, ProgressStreams streams) {
        this.standing = standing;
        this.instances = instances;
        this.orders = orders;
        this.streams = streams;
    }

    /** Which instance is to rebuild. */
    @Schema(
            name = "RebuildOrder",
            description = "Which instance rebuilds its read models.",
            example = "{\"instance\": \"0b9f4c1e-7d52-4a5e-8a53-0f6f1c6b7a10\"}")
    record RebuildOrder(
            @Schema(description = "The id of one instance; without it, all that are running.", format = "uuid")
            @Nullable
            String instance) {
        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @GetMapping(path = "/v1/admin/projections", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listProjections",
            summary = "How the read models stand on every instance",
            description = "Each instance says how it stands once a second.")
    ProjectionView.All list(Actor actor) {
        Admins.require(actor);
        return new ProjectionView.All(List.of(standing.projection()));
    }

    @GetMapping(path = PROJECTION, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getProjection",
            summary = "How these read models stand on every instance",
            description = "Each instance says how it stands once a second.")
    ProjectionView get(@NamesProjection @PathVariable String name, Actor actor) {
        Admins.require(actor);
        Admins.requireProjection(name);
        return standing.projection();
    }

    @PostMapping(path = REBUILD, produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "rebuildProjection",
            summary = "Rebuilds the read models beside the old ones",
            description =
                    "The old ones serve until the new ones have caught up. An instance begins within a second, takes twice the disk and "
                            + "memory of its read models meanwhile, and goes on after a restart. While a rebuild is under way, a second order changes nothing.")
    ResponseEntity<RebuildView.All> rebuild(
            @NamesProjection @PathVariable String name,
            @RequestBody(required = false) @Nullable RebuildOrder order,
            Actor actor,
            HttpServletRequest request) {
        if (order == null && request.getContentType() != null) {
            throw ProblemException.malformed("The body is empty. Send a JSON object, or no Content-Type and no body.");
        }
        Admins.require(actor);
        UUID wanted = order == null ? null : instanceOf(order);
        Admins.requireProjection(name);
        orders.rebuild(wanted == null ? present() : List.of(known(wanted)), actor.name());
        return ResponseEntity.accepted()
                .location(URI.create("/v1/admin/projections/%s/rebuild".formatted(name)))
                .body(standing.rebuild());
    }

    @GetMapping(path = REBUILD, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getRebuild",
            summary = "How far the latest rebuild of every instance has come",
            description =
                    "With Accept: text/event-stream, again every second as server-sent events: `progress` with the same object as data, and "
                            + "at last `end`, with the final state, once no rebuild is wanted or under way.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The progress, once or until the rebuild ends.",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = RebuildView.All.class)),
                                @Content(
                                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                        schema = @Schema(type = "string"))
                            }))
    @Refuses(ProblemCode.TOO_MANY_REQUESTS)
    RebuildView.All getRebuild(@NamesProjection @PathVariable String name, Actor actor) {
        Admins.require(actor);
        Admins.requireProjection(name);
        return standing.rebuild();
    }

    /** Described with the single answer: OpenAPI has one operation for a path and method. */
    @GetMapping(path = REBUILD, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Hidden
    void followRebuild(@NamesProjection @PathVariable String name, Actor actor, HttpServletResponse response)
            throws IOException {
        Admins.require(actor);
        Admins.requireProjection(name);
        streams.follow(response);
    }

    @DeleteMapping(REBUILD)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Parameter(
            in = ParameterIn.QUERY,
            name = "instance",
            description = "The id of one instance; without it, all of them.",
            schema = @Schema(type = "string", format = "uuid"))
    @Operation(
            operationId = "cancelRebuild",
            summary = "Calls rebuilds off",
            description =
                    "An instance stops within a second and deletes the new file; the old one goes on serving. Nothing happens where no "
                            + "rebuild is wanted or under way.")
    void cancelRebuild(@NamesProjection @PathVariable String name, Actor actor, QueryParameters parameters) {
        UUID wanted = parameters.uuid("instance");
        Admins.require(actor);
        Admins.requireProjection(name);
        orders.cancelRebuild(
                wanted == null
                        ? instances.seen().instances().stream()
                                .map(seen -> seen.instance().id())
                                .toList()
                        : List.of(known(wanted)));
    }

    private static @Nullable UUID instanceOf(RebuildOrder order) {
        String instance = order.instance();
        if (instance == null) {
            return null;
        }
        try {
            UUID id = UUID.fromString(instance);
            if (id.toString().equalsIgnoreCase(instance)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new ProblemException(Problem.of(ProblemCode.INVALID_COMMAND, "The rebuild cannot be ordered.")
                .withErrors(List.of(new FieldError("/instance", "is the id of an instance, a UUID"))));
    }

    private List<UUID> present() {
        return instances.seen().instances().stream()
                .filter(SeenInstance::present)
                .map(seen -> seen.instance().id())
                .toList();
    }

    private UUID known(UUID wanted) {
        return instances.seen().instances().stream()
                .map(seen -> seen.instance().id())
                .filter(wanted::equals)
                .findFirst()
                .orElseThrow(
                        () -> ProblemException.of(ProblemCode.NOT_FOUND, "Unknown instance %s.".formatted(wanted)));
    }
}
