package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.UpdateContact;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code UpdateContact} as it is sent. */
@Schema(name = "UpdateContact", description = "Changes the contact of a lead.", example = """
        {"contact": {"title": "Head of Sales", "phone": null}}""")
public record UpdateContactBody(
        @Schema(
                description = "The fields that are given replace, null removes one.",
                implementation = ContactBody.class,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        Map<ContactChange.Field, @Nullable String> contact,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    @SuppressWarnings("NullAway") // does not see the nullness of a type argument in another module's record
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        fields.require("/contact", contact);
        return new UpdateContact(id, new ContactChange(contact == null ? Map.of() : contact), occurredAt(fields), note);
    }

    @Override
    public Bearing bearing() {
        return contact == null ? Bearing.NONE : new Bearing.ChangesContact(contact);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Change the contact",
                description =
                        "Anywhere but in DISQUALIFIED. What is given replaces, null removes, the rest stays. For marketing, sales and integration.")
        @PostMapping("/v1/leads/{leadId}/update-contact")
        ResponseEntity<String> updateContact(
                @PathVariable LeadId leadId, @RequestBody UpdateContactBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
