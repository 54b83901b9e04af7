package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.Milestone;
import io.closedloop.lead.lifecycle.ReviseOpportunity;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code ReviseOpportunity} as it is sent. */
@Schema(
        name = "ReviseOpportunity",
        description = "Restates what sales expects; at least one field beside note and occurredAt.",
        example = """
        {"expectedAmount": {"amount": "15000.00", "currency": "USD"}, "milestone": "PROPOSAL"}""")
public record ReviseOpportunityBody(
        @Schema(description = "What the deal is expected to bring, 0 or more.") @Nullable
        MoneyBody expectedAmount,

        @Schema(format = "date", description = "When it is expected to be closed.") @Nullable
        String expectedCloseDate,

        @Schema(implementation = Milestone.class, description = "How far sales has come.") @Nullable
        String milestone,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new ReviseOpportunity(
                id,
                fields.money("/expectedAmount", expectedAmount),
                fields.date("/expectedCloseDate", expectedCloseDate),
                fields.constant("/milestone", milestone, Milestone.class),
                occurredAt(fields),
                note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(summary = "Revise what sales expects", description = "In SQL. For sales.")
        @PostMapping("/v1/leads/{leadId}/revise-opportunity")
        ResponseEntity<String> reviseOpportunity(
                @PathVariable LeadId leadId, @RequestBody ReviseOpportunityBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
