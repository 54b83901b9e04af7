package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.RecordRevenue;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code RecordRevenue} as it is sent. */
@Schema(name = "RecordRevenue", description = "Records later revenue of a won lead.", example = """
        {"revenueId": "inv-2027-01", "kind": "RENEWAL", "amount": {"amount": "1054.00", "currency": "USD"}}""")
public record RecordRevenueBody(
        @Schema(
                description = "Unique within the lead; a repeat with the same id is harmless.",
                maxLength = Text.MAX_CODE)
        @Nullable
        String revenueId,

        @Schema(
                implementation = RevenueKind.class,
                description = "What kind of revenue it is.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String kind,

        @Schema(
                description =
                        "greater than 0, a refund too, in the win's currency; a refund is at most what is left of the win's revenue",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        MoneyBody amount,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new RecordRevenue(
                id,
                revenueId,
                fields.required("/kind", kind, RevenueKind.class),
                fields.requiredMoney("/amount", amount),
                occurredAt(fields),
                note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Record later revenue of a won lead",
                description = "In CLOSED as WON: an upsell, a renewal, or a refund. For sales and integration.")
        @PostMapping("/v1/leads/{leadId}/record-revenue")
        ResponseEntity<String> recordRevenue(
                @PathVariable LeadId leadId, @RequestBody RecordRevenueBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
