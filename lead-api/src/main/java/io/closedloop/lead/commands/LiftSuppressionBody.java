package io.closedloop.lead.commands;

import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code LiftSuppression} as it is sent. */
@Schema(name = "LiftSuppression", example = "{\"justification\": \"Asked by telephone to be contacted again.\"}")
record LiftSuppressionBody(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String justification,

        @Schema(format = "date-time") @Nullable String occurredAt,
        @Nullable String note) {
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
