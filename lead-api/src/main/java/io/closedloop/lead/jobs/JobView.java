package io.closedloop.lead.jobs;

import io.closedloop.lead.http.AnswerJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A job as it is shown; once it is done the fields of its result stand beside these. */
@Schema(
        name = JobView.SCHEMA,
        description = "Long work that was asked for. Once it is DONE its result's fields are there.")
record JobView(
        UUID jobId,

        @Schema(description = "What is done.", example = "backup")
        String kind,

        @Schema(
                description =
                        "WAITING: no instance has begun. RUNNING: one does it. DONE, FAILED, CANCELLED: it has ended.")
        JobState state,

        @Schema(description = "Whether somebody has asked for it to end early.")
        boolean cancelAsked,

        @Schema(description = "How far it is; null while nothing is known of that.") @Nullable
        JobProgress progress,

        @Schema(description = "The name of the key with which it was asked for.")
        String askedBy,

        Instant askedAt,

        @Schema(description = "When it was first begun.") @Nullable
        Instant startedAt,

        @Nullable Instant endedAt,

        @Schema(description = "Why it failed, in words; null unless it is FAILED.") @Nullable
        String failure) {
    static final String SCHEMA = "Job";

    /** What is answered: these fields, then those of the result. */
    static ObjectNode of(Job job) {
        ObjectNode shown = AnswerJson.MAPPER.valueToTree(new JobView(
                job.id(),
                job.kind(),
                job.state(),
                job.cancelAsked(),
                job.progress(),
                job.askedByName(),
                job.askedAt(),
                job.startedAt(),
                job.endedAt(),
                job.failure()));
        String result = job.result();
        if (result != null) {
            shown.setAll((ObjectNode) AnswerJson.MAPPER.readTree(result));
        }
        return shown;
    }
}
