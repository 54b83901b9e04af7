package io.closedloop.lead.commands.body;

import io.closedloop.lead.http.KnownReasons;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.RecycleLead;
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

/** {@code RecycleLead} as it is sent. */
@Schema(name = "RecycleLead", description = "Sends a lead to nurture.", example = """
        {"reason": "NOT_READY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
public record RecycleLeadBody(
        @KnownReasons(ReasonClass.RECYCLE)
        @Schema(
                description = "A recycle reason of the playbook.",
                maxLength = Text.MAX_CODE,
                example = "TIMING",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason,

        @Schema(format = RFC3339, description = "When to take the lead up again.") @Nullable
        String resumeNotBefore,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new RecycleLead(
                id,
                fields.text("/reason", reason),
                fields.instant("/resumeNotBefore", resumeNotBefore),
                occurredAt(fields),
                note);
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
                summary = "Send a lead to nurture",
                description = "From MQL, SQL, or CLOSED as LOST. For sales and marketing.")
        @PostMapping("/v1/leads/{leadId}/recycle")
        ResponseEntity<String> recycle(
                @PathVariable LeadId leadId, @RequestBody RecycleLeadBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
