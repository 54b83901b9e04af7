package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code QualifySales} as it is sent. */
@Schema(name = "QualifySales", description = "Works a lead as an opportunity.", example = """
        {"rep": "r-17", "checklist": {"budget": true}, "expectedAmount": {"amount": "12000.00", "currency": "USD"}, "expectedCloseDate": "2026-09-30"}""")
public record QualifySalesBody(
        @Schema(
                description = "Without it, the owner; required where the lead has no owner.",
                example = "rep-7",
                maxLength = Rep.MAX_LENGTH)
        @Nullable
        String rep,

        @Schema(description = "For each criterion, whether it is met.", maxProperties = QualifySales.MAX_CHECKLIST)
        @Nullable
        Map<String, @Nullable Boolean> checklist,

        @Schema(description = "What the deal is expected to bring, 0 or more.") @Nullable
        MoneyBody expectedAmount,

        @Schema(format = "date", description = "When it is expected to be closed.") @Nullable
        String expectedCloseDate,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public List<String> misshapen() {
        return JsonShapes.misshapen("/checklist", checklist, false);
    }

    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        Map<String, Boolean> criteria = new TreeMap<>();
        if (checklist != null) {
            checklist.forEach((criterion, met) -> {
                if (criteria.put(Text.code(criterion), Objects.requireNonNull(met)) != null) {
                    fields.error("/checklist", "two criteria differ only in blanks at their ends");
                }
            });
        }
        return new QualifySales(
                id,
                fields.rep("/rep", rep),
                criteria,
                fields.money("/expectedAmount", expectedAmount),
                fields.date("/expectedCloseDate", expectedCloseDate),
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
                summary = "Work a lead as an opportunity",
                description =
                        "From MQL to SQL; where nobody accepted the lead, that is implied. For sales and managers.")
        @PostMapping("/v1/leads/{leadId}/qualify-sales")
        ResponseEntity<String> qualifySales(
                @PathVariable LeadId leadId, @RequestBody QualifySalesBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
