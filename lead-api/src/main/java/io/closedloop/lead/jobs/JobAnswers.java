package io.closedloop.lead.jobs;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** What the endpoints that ask for jobs answer. */
public final class JobAnswers {
    private JobAnswers() {}

    /** 202, with the job, and where it can be looked at. */
    public static ResponseEntity<JsonNode> accepted(Job job) {
        return ResponseEntity.accepted()
                .header(HttpHeaders.LOCATION, JobsController.PATH + "/" + job.id())
                .body(JobView.of(job));
    }

    /** An endpoint that answers with {@link #accepted}, for the API's description. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(
            responseCode = "202",
            description = "The job as it is now.",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            description = "Where the job can be looked at, on any instance.",
                            schema = @Schema(type = "string")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = JobView.class)))
    public @interface AcceptsJob {}
}
