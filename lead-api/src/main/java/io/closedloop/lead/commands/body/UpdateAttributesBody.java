package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.UpdateAttributes;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code UpdateAttributes} as it is sent. */
@Schema(
        name = "UpdateAttributes",
        description = "Changes attributes of a lead, or puts its source right; at least one of them.",
        example = """
        {"attributes": {"employees": 140, "segment": null}, "source": {"campaign": "summer"}}""")
public record UpdateAttributesBody(
        @Schema(
                description = ATTRIBUTES + " What is given replaces, null removes one.",
                maxProperties = Attributes.MAX_COUNT)
        @Nullable
        Map<String, @Nullable Object> attributes,

        @Schema(description = "Corrects where the lead came from.") @Nullable
        SourceChangeBody source,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public List<String> misshapen() {
        return JsonShapes.misshapen("/attributes", attributes, true);
    }

    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new UpdateAttributes(
                id,
                fields.readOr("/attributes", attributes, AttributesChange::new, AttributesChange.NONE),
                source == null ? SourceChange.NONE : source.change(fields),
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
                summary = "Change attributes or correct the source",
                description =
                        "Anywhere but in DISQUALIFIED. What is given replaces; null removes an attribute. For marketing, sales and integration.")
        @PostMapping("/v1/leads/{leadId}/update-attributes")
        ResponseEntity<String> updateAttributes(
                @PathVariable LeadId leadId, @RequestBody UpdateAttributesBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
