package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.ReinstateLead;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code ReinstateLead} as it is sent. */
@Schema(name = "ReinstateLead", description = "Takes a disqualification back.", example = """
        {"justification": "The company has opened an office in our territory."}""")
public record ReinstateLeadBody(
        @Schema(
                description = "Why it is taken back; sealed in the log.",
                maxLength = Text.MAX_PROSE,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String justification,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new ReinstateLead(id, fields.text("/justification", justification), occurredAt(fields), note);
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
                summary = "Take a disqualification back",
                description =
                        "From DISQUALIFIED to NURTURE, where the reason can be taken back. For a manager who is not the one who disqualified.")
        @PostMapping("/v1/leads/{leadId}/reinstate")
        ResponseEntity<String> reinstate(
                @PathVariable LeadId leadId, @RequestBody ReinstateLeadBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
