package io.closedloop.lead.commands.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to the lifting of a suppression. */
@Schema(name = "SuppressionAnswer", description = "Where the suppression is now, and what was recorded.")
public record SuppressionAnswer(
        UUID suppressionId,

        @Schema(description = "the disqualified lead; it stays where it is")
        UUID leadId,

        @Schema(description = "the number of the suppression's own events")
        long version,

        @Schema(description = "null on a dry run") @Nullable Long position,
        List<String> events,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean dryRun) {}
