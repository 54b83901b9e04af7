package io.closedloop.lead.commands.body;

import io.closedloop.lead.http.KnownReasons;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.DisqualifyLead;
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

/** {@code DisqualifyLead} as it is sent. */
@Schema(name = "DisqualifyLead", description = "Disqualifies a lead and suppresses its identities.", example = """
        {"reason": "OUT_OF_TERRITORY", "expiresAt": "2030-01-01T00:00:00Z"}""")
public record DisqualifyLeadBody(
        @KnownReasons(ReasonClass.DISQUALIFY)
        @Schema(
                description = "A disqualify reason of the playbook.",
                maxLength = Text.MAX_CODE,
                example = "POOR_FIT",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason,

        @Schema(format = RFC3339, description = "When the suppressions end; where the reason may expire.") @Nullable
        String expiresAt,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new DisqualifyLead(
                id, fields.text("/reason", reason), fields.instant("/expiresAt", expiresAt), occurredAt(fields), note);
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
                summary = "Disqualify a lead and suppress its identities",
                description =
                        "While the lead is open or in NURTURE. For marketing in INQUIRY and NURTURE, for sales everywhere.")
        @PostMapping("/v1/leads/{leadId}/disqualify")
        ResponseEntity<String> disqualify(
                @PathVariable LeadId leadId, @RequestBody DisqualifyLeadBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
