package io.closedloop.lead.commands.body;

import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The body of {@code LiftSuppression} as it is sent. */
@Schema(
        name = "LiftSuppression",
        description = "Lets a suppressed identity be delivered again.",
        example = "{\"justification\": \"Asked by telephone to be contacted again.\"}")
public record LiftSuppressionBody(
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
    public LiftSuppression toCommand(SuppressionId suppressionId, FieldReader fields) {
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

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Let a suppressed identity be delivered again",
                description =
                        "Of an active suppression whose reason can be taken back; the disqualified lead stays where it is. For a manager who is not the one who disqualified.",
                answer = SuppressionAnswer.class)
        @PostMapping("/v1/suppressions/{suppressionId}/lift")
        ResponseEntity<String> lift(
                @PathVariable SuppressionId suppressionId,
                @RequestBody LiftSuppressionBody body,
                HttpServletRequest request) {
            return door.lift(suppressionId, body, request);
        }
    }
}
