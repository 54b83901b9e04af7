package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code QualifyMarketing} as it is sent. */
@Schema(name = "QualifyMarketing", description = "Hands a lead to sales.", example = """
        {"note": "asked for a quote"}""")
public record QualifyMarketingBody(
        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new QualifyMarketing(id, occurredAt(fields), note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Hand a lead to sales",
                description =
                        "From INQUIRY, or from NURTURE, which opens the next pass. For marketing, integration and managers.")
        @PostMapping("/v1/leads/{leadId}/qualify-marketing")
        ResponseEntity<String> qualifyMarketing(
                @PathVariable LeadId leadId, @RequestBody QualifyMarketingBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
