package io.closedloop.lead.commands;

import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code LiftSuppression} as it is sent. */
@Schema(
        name = "LiftSuppression",
        description = "Lets a suppressed identity be delivered again.",
        example = "{\"justification\": \"Asked by telephone to be contacted again.\"}")
record LiftSuppressionBody(
        @Schema(
                description = "Why it is lifted; sealed in the log.",
                maxLength = Text.MAX_PROSE,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String justification,

        @Schema(format = CommandBody.RFC3339, description = CommandBody.OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = CommandBody.NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note) {
    LiftSuppression toCommand(SuppressionId suppressionId, FieldReader fields) {
        return new LiftSuppression(
                suppressionId,
                fields.text("/justification", justification),
                fields.instant("/occurredAt", occurredAt),
                note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
