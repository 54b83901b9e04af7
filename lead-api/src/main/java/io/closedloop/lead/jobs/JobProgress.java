package io.closedloop.lead.jobs;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far the work of a job is.
 *
 * @param done how much of it is done
 * @param total how much there is to do; null where nobody knows
 * @param unit what is counted, in the plural
 */
@Schema(name = "JobProgress", description = "How far the work of a job is.")
public record JobProgress(
        @Schema(description = "How much of it is done.") long done,

        @Schema(description = "How much there is to do; null where nobody knows.") @Nullable
        Long total,

        @Schema(description = "What is counted.", example = "bytes")
        String unit) {}
