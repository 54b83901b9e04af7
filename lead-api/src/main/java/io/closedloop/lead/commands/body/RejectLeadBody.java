package io.closedloop.lead.commands.body;

import io.closedloop.lead.http.KnownReasons;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.RejectLead;
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

/** {@code RejectLead} as it is sent. */
@Schema(name = "RejectLead", description = "Sends a marketing-qualified lead back, or out.", example = """
        {"disposition": "RECYCLE", "reason": "SENT_TOO_EARLY", "rootCause": "SENT_TOO_EARLY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
public record RejectLeadBody(
        @Schema(
                implementation = Disposition.class,
                description = "Whether the lead goes to nurture or is disqualified.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String disposition,

        @KnownReasons({ReasonClass.RECYCLE, ReasonClass.DISQUALIFY})
        @Schema(
                description =
                        "A reason of the playbook, for recycling or for disqualification as the disposition says.",
                maxLength = Text.MAX_CODE,
                example = "SENT_TOO_EARLY",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason,

        @KnownReasons(ReasonClass.ROOT_CAUSE)
        @Schema(description = "A root cause of the playbook.", maxLength = Text.MAX_CODE)
        @Nullable
        String rootCause,

        @Schema(format = RFC3339, description = "When to take the lead up again; with RECYCLE only.") @Nullable
        String resumeNotBefore,

        @Schema(
                format = RFC3339,
                description = "When the suppressions end; with DISQUALIFY only, where the reason may expire.")
        @Nullable
        String expiresAt,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new RejectLead(
                id,
                fields.required("/disposition", disposition, Disposition.class),
                fields.text("/reason", reason),
                rootCause,
                fields.instant("/resumeNotBefore", resumeNotBefore),
                fields.instant("/expiresAt", expiresAt),
                occurredAt(fields),
                note);
    }

    @Override
    public Bearing bearing() {
        return new Bearing.OnIdentities(reason);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Send a marketing-qualified lead back, or out",
                description = "From MQL to NURTURE or DISQUALIFIED, by its disposition. For sales.")
        @PostMapping("/v1/leads/{leadId}/reject")
        ResponseEntity<String> reject(
                @PathVariable LeadId leadId, @RequestBody RejectLeadBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
