package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code CloseWon} as it is sent. */
@Schema(name = "CloseWon", description = "Closes an opportunity as won.", example = """
        {"amount": {"amount": "1054.00", "currency": "USD"}}""")
public record CloseWonBody(
        @Schema(description = "0 or more", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        MoneyBody amount,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new CloseWon(id, fields.requiredMoney("/amount", amount), occurredAt(fields), note);
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
        @SingleCommand(summary = "Close an opportunity as won", description = "From SQL to CLOSED. For sales.")
        @PostMapping("/v1/leads/{leadId}/close-won")
        ResponseEntity<String> closeWon(
                @PathVariable LeadId leadId, @RequestBody CloseWonBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
