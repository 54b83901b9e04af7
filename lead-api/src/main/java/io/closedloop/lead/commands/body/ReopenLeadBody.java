package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.ReopenLead;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code ReopenLead} as it is sent. */
@Schema(name = "ReopenLead", description = "Voids a closure.", example = """
        {"justification": "The contract was never signed."}""")
public record ReopenLeadBody(
        @Schema(
                description = "Why the closure is void; sealed in the log.",
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
        return new ReopenLead(id, fields.text("/justification", justification), occurredAt(fields), note);
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
                summary = "Void a closure",
                description = "From CLOSED back to SQL, in the same pass. For managers.")
        @PostMapping("/v1/leads/{leadId}/reopen")
        ResponseEntity<String> reopen(
                @PathVariable LeadId leadId, @RequestBody ReopenLeadBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
