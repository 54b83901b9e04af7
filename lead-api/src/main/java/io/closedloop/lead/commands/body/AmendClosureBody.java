package io.closedloop.lead.commands.body;

import io.closedloop.lead.http.KnownReasons;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AmendClosure;
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

/** {@code AmendClosure} as it is sent. */
@Schema(
        name = "AmendClosure",
        example = """
        {"cause": "The invoice was lower.", "amount": {"amount": "990.00", "currency": "USD"}}""",
        description = "Gives the new amount of a win or the new reason of a loss.")
public record AmendClosureBody(
        @Schema(
                description = "Why the closure is restated; sealed in the log.",
                maxLength = Text.MAX_PROSE,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String cause,

        @Schema(description = "The new amount of a win, 0 or more; of a win only.") @Nullable
        MoneyBody amount,

        @KnownReasons(ReasonClass.LOSS)
        @Schema(description = "A loss reason of the playbook; of a loss only.", maxLength = Text.MAX_CODE)
        @Nullable
        String reason,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new AmendClosure(
                id, fields.text("/cause", cause), fields.money("/amount", amount), reason, occurredAt(fields), note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Restate a closure",
                description = "In CLOSED, with another amount of a win or another reason of a loss. For managers.")
        @PostMapping("/v1/leads/{leadId}/amend-closure")
        ResponseEntity<String> amendClosure(
                @PathVariable LeadId leadId, @RequestBody AmendClosureBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
