package io.closedloop.lead.jobs;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.http.Refuses;
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
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Shows long work and ends it early, for those who may ask for it; for others it is not there. */
@RestController
@Tag(name = "Jobs")
class JobsController {
    static final String PATH = "/v1/jobs";
    static final String ONE = PATH + "/{jobId}";
    private static final int MOST = 1000;
    private static final int USUAL = 100;

    private final Jobs jobs;
    private final JobStreams streams;

    JobsController(Jobs jobs, JobStreams streams) {
        this.jobs = jobs;
        this.streams = streams;
    }

    /** The latest jobs. */
    record LatestJobs(List<JsonNode> items) {
        LatestJobs {
            items = List.copyOf(items);
        }
    }

    /** As they are described: what stands beside a job's own fields depends on its kind. */
    @Schema(name = "Jobs", description = "The latest jobs, the newest first.")
    record DescribedJobs(List<JobView> items) {
        DescribedJobs {
            items = List.copyOf(items);
        }
    }

    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listJobs",
            summary = "The latest jobs, the newest first",
            description = "Those of the kinds that the key may ask for. Ended jobs are forgotten after a time.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The latest jobs.",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = DescribedJobs.class))))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many jobs are listed at most.",
            schema =
                    @Schema(
                            type = "integer",
                            format = "int32",
                            minimum = "1",
                            maximum = "" + MOST,
                            defaultValue = "" + USUAL))
    LatestJobs list(Actor actor, QueryParameters parameters) {
        int limit = parameters.integer("limit", 1, MOST).orElse(USUAL);
        return new LatestJobs(
                jobs.latest(actor, limit).stream().<JsonNode>map(JobView::of).toList());
    }

    @GetMapping(path = ONE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getJob",
            summary = "One job: how far it is, and what came of it",
            description =
                    "Any instance answers. As text/event-stream the job comes as an event with each change, called progress, and at last, "
                            + "called end, as it ended.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The job, once or until it ends.",
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(implementation = JobView.class)),
                                @Content(
                                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                                        schema = @Schema(type = "string"))
                            }))
    @Refuses(ProblemCode.TOO_MANY_REQUESTS)
    ResponseEntity<JsonNode> get(@PathVariable UUID jobId, Actor actor) {
        return ResponseEntity.ok(JobView.of(found(jobId, actor)));
    }

    /** Described with the single answer: OpenAPI has one operation for a path and method. */
    @GetMapping(path = ONE, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Hidden
    void follow(@PathVariable UUID jobId, Actor actor, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Job job = found(jobId, actor);
        if (request.getMethod().equals("HEAD")) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            return;
        }
        streams.open(actor, job, request, response);
    }

    @DeleteMapping(path = ONE, produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "cancelJob",
            summary = "Has a job end early",
            description =
                    "One that waits has ended with the answer; one that runs ends as soon as its work can be broken off, and its state says so.",
            responses =
                    @ApiResponse(
                            responseCode = "202",
                            description = "The job as it is now.",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = JobView.class))))
    @Refuses(ProblemCode.JOB_ENDED)
    ResponseEntity<JsonNode> cancel(@PathVariable UUID jobId, Actor actor) {
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .body(JobView.of(jobs.cancel(jobId, actor).orElseThrow(() -> nothing(jobId))));
    }

    private Job found(UUID id, Actor actor) {
        return jobs.find(id, actor).orElseThrow(() -> nothing(id));
    }

    private static ProblemException nothing(UUID id) {
        return ProblemException.of(ProblemCode.NOT_FOUND, "There is no job %s that this key may see.".formatted(id));
    }
}
