package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.TouchInstead;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code RegisterLead} as it is sent. */
@Schema(
        name = "RegisterLead",
        description =
                "Registers a lead; it has at least one identity: an e-mail address, a valid telephone number, or an external reference.",
        example = """
        {"externalRef": {"system": "crm", "id": "00Q5g00000FvJjs"}, "contact": {"name": "Ana Souza", "email": "ana@example.com", "country": "BR"}, "source": {"channel": "EMAIL", "origin": "newsletter", "campaign": "spring", "sourcedBy": "MARKETING"}, "attributes": {"employees": 120}}""")
public record RegisterLeadBody(
        @Schema(description = "Chosen by the caller, or by the service where it is left out.", format = "uuid")
        @Nullable
        String leadId,

        @Schema(description = "The lead's id in another system.") @Nullable
        ExternalRefBody externalRef,

        @Schema(description = "Whom the lead is about.") @Nullable
        ContactBody contact,

        @Schema(description = "Where the lead came from.", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        SourceBody source,

        @Schema(description = ATTRIBUTES + " Null means left out.", maxProperties = Attributes.MAX_COUNT) @Nullable
        Map<String, @Nullable Object> attributes,

        @Schema(
                implementation = OnDuplicate.class,
                description =
                        "What happens when another open lead is this person: the registration is refused (REFUSE, the default) or becomes a touch of that lead (TOUCH).")
        @Nullable
        String onDuplicate,

        @Schema(description = "With TOUCH only: what the touch says.") @Nullable
        TouchInsteadBody touch,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements BeginningBody {
    @Override
    public List<String> misshapen() {
        var pointers = new ArrayList<>(JsonShapes.misshapen("/attributes", attributes, true));
        if (touch != null) {
            pointers.addAll(JsonShapes.missing("/touch/questions", touch.questions()));
        }
        return pointers;
    }

    private @Nullable TouchInstead touchInstead(FieldReader fields) {
        boolean touches = fields.constant("/onDuplicate", onDuplicate, OnDuplicate.class) == OnDuplicate.TOUCH;
        if (touch == null) {
            return touches ? TouchInsteadBody.FORM.touch(fields) : null;
        }
        if (!touches) {
            fields.error("/touch", "can only be given with \"onDuplicate\": \"TOUCH\"");
        }
        return touch.touch(fields);
    }

    /** As in a contact, null is as if left out. */
    private @Nullable Map<String, @Nullable Object> givenAttributes() {
        if (attributes == null || !attributes.containsValue(null)) {
            return attributes;
        }
        Map<String, @Nullable Object> given = new LinkedHashMap<>(attributes);
        given.values().removeIf(Objects::isNull);
        return given;
    }

    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        fields.require("/source", source);
        return new RegisterLead(
                id,
                externalRef == null ? null : externalRef.read("/externalRef", fields),
                contact == null ? Contact.NONE : contact.contact(),
                source == null ? SourceBody.ABSENT : source.source(fields),
                fields.readOr("/attributes", givenAttributes(), Attributes::new, Attributes.NONE),
                touchInstead(fields),
                occurredAt(fields),
                note);
    }

    /** Whoever is this person already keeps its place, too, if the registration may become a touch. */
    @Override
    public Bearing bearing() {
        return new Bearing.Delivers(
                contact == null ? Contact.NONE : contact.contact(),
                externalRef == null ? null : externalRef.read("/externalRef", new FieldReader()),
                OnDuplicate.TOUCH.name().equals(onDuplicate));
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Register a lead",
                description =
                        "With at least one identity: an e-mail address, a valid telephone number, or an external reference. Where another open lead holds it, the registration is refused, or with onDuplicate TOUCH becomes a touch of that lead. For marketing, sales and integration.",
                status = "201")
        @PostMapping("/v1/leads")
        ResponseEntity<String> register(@RequestBody RegisterLeadBody body, HttpServletRequest request) {
            return door.begin(body, request);
        }
    }
}
