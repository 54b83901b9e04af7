package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AssignLead;
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

/** {@code AssignLead} as it is sent. */
@Schema(name = "AssignLead", description = "Assigns a lead to a rep.", example = """
        {"rep": "r-17"}""")
public record AssignLeadBody(
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
        return new AssignLead(id, fields.requiredRep("/rep", rep), occurredAt(fields), note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Assign a lead to a rep",
                description =
                        "While the lead is open or in NURTURE; the rep is its owner from then on. For marketing, sales and managers.")
        @PostMapping("/v1/leads/{leadId}/assign")
        ResponseEntity<String> assign(
                @PathVariable LeadId leadId, @RequestBody AssignLeadBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
