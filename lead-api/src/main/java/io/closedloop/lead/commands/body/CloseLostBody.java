package io.closedloop.lead.commands.body;

import io.closedloop.lead.http.KnownReasons;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.CloseLost;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code CloseLost} as it is sent. */
@Schema(name = "CloseLost", description = "Closes an opportunity as lost.", example = """
        {"reason": "COMPETITOR", "rootCause": "SLOW_FOLLOW_UP", "competitor": "Acme"}""")
public record CloseLostBody(
        @KnownReasons(ReasonClass.LOSS)
        @Schema(
                description = "A loss reason of the playbook.",
                maxLength = Text.MAX_CODE,
                example = "PRICE",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason,

        @KnownReasons(ReasonClass.ROOT_CAUSE)
        @Schema(description = "A root cause of the playbook.", maxLength = Text.MAX_CODE)
        @Nullable
        String rootCause,

        @Schema(description = "Who won instead; sealed in the log.", maxLength = Text.MAX_CODE) @Nullable
        String competitor,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new CloseLost(id, fields.text("/reason", reason), rootCause, competitor, occurredAt(fields), note);
    }

    @Override
    public Bearing bearing() {
        return new Bearing.OnIdentities(null);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Close an opportunity as lost",
                description = "From SQL to CLOSED, with a reason of the playbook. For sales.")
        @PostMapping("/v1/leads/{leadId}/close-lost")
        ResponseEntity<String> closeLost(
                @PathVariable LeadId leadId, @RequestBody CloseLostBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
