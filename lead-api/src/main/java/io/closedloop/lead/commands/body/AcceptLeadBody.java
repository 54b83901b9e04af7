package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code AcceptLead} as it is sent. */
@Schema(name = "AcceptLead", description = "Takes a marketing-qualified lead over.", example = """
        {"rep": "r-17"}""")
public record AcceptLeadBody(
        @Schema(
                description = "The rep's code.",
                example = "rep-7",
                maxLength = Rep.MAX_LENGTH,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String rep,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new AcceptLead(id, fields.requiredRep("/rep", rep), occurredAt(fields), note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Take a marketing-qualified lead over",
                description =
                        "From MQL that awaits acceptance. A lead that is assigned is taken by that rep, or given to another by a manager. For sales and managers.")
        @PostMapping("/v1/leads/{leadId}/accept")
        ResponseEntity<String> accept(
                @PathVariable LeadId leadId, @RequestBody AcceptLeadBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
