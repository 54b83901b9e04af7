package io.closedloop.lead.commands;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.TouchInstead;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bodies of the commands that say who a lead is and what happened to it. */
sealed interface LeadDataBody extends CommandBody {
    String ATTRIBUTES =
            "Texts, numbers and booleans under free names, kept in clear, so no personal data. " + "Names have "
                    + Attributes.MAX_NAME_LENGTH + " characters at most, texts " + Attributes.MAX_VALUE_LENGTH + ".";

    @Schema(
            name = "RegisterLead",
            description =
                    "Registers a lead; it has at least one identity: an e-mail address, a valid telephone number, or an external reference.",
            example = """
            {"externalRef": {"system": "crm", "id": "00Q5g00000FvJjs"}, "contact": {"name": "Ana Souza", "email": "ana@example.com", "country": "BR"}, "source": {"channel": "EMAIL", "origin": "newsletter", "campaign": "spring", "sourcedBy": "MARKETING"}, "attributes": {"employees": 120}}""")
    record RegisterLeadBody(
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
            implements LeadDataBody {
        @Override
        public List<String> misshapen() {
            var pointers = new ArrayList<>(JsonShapes.misshapen("/attributes", attributes, true));
            if (touch != null) {
                pointers.addAll(JsonShapes.missing("/touch/questions", touch.questions()));
            }
            return pointers;
        }

        /** Whether it becomes a touch where one open lead is this person. */
        boolean mayTouch() {
            return OnDuplicate.TOUCH.name().equals(onDuplicate);
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
            return new LeadCommand.RegisterLead(
                    id,
                    externalRef == null ? null : externalRef.read("/externalRef", fields),
                    contact == null ? Contact.NONE : contact.contact(),
                    source == null ? SourceBody.ABSENT : source.source(fields),
                    fields.readOr("/attributes", givenAttributes(), Attributes::new, Attributes.NONE),
                    touchInstead(fields),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "RecordTouch", description = "Records a touch of a lead.", example = """
            {"touchId": "call-17", "type": "CALL", "by": "SALES", "reachedHuman": true, "questions": ["pricing"]}""")
    record RecordTouchBody(
            @Schema(
                    description =
                            "Unique within the lead; a repeat with the same id is harmless. The service gives one where it is left out.",
                    maxLength = Text.MAX_CODE)
            @Nullable
            String touchId,

            @Schema(
                    implementation = TouchType.class,
                    description = "What kind of touch it was.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String type,

            @Schema(
                    implementation = TouchedBy.class,
                    description = "Whose doing it was.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String by,

            @Schema(description = "Whether a person was reached; null where nobody knows.") @Nullable
            Boolean reachedHuman,

            @Schema(implementation = Channel.class, description = "The channel that the touch came by.") @Nullable
            String channel,

            @Schema(description = "The campaign's code.", maxLength = Text.MAX_CODE) @Nullable
            String campaign,

            @Schema(description = "What was looked at, as a code.", maxLength = Text.MAX_CODE) @Nullable
            String content,

            @ArraySchema(
                    arraySchema = @Schema(description = CommandBody.QUESTIONS),
                    maxItems = LeadCommand.RecordTouch.MAX_QUESTIONS,
                    schema = @Schema(type = "string", maxLength = Text.MAX_CODE))
            @Nullable
            List<@Nullable String> questions,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
            implements LeadDataBody {
        @Override
        public List<String> misshapen() {
            return JsonShapes.missing("/questions", questions);
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RecordTouch(
                    id,
                    touchId,
                    fields.required("/type", type, TouchType.class),
                    fields.required("/by", by, TouchedBy.class),
                    reachedHuman,
                    fields.constant("/channel", channel, Channel.class),
                    campaign,
                    content,
                    questions == null
                            ? List.of()
                            : questions.stream().map(Objects::requireNonNull).toList(),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "UpdateContact", description = "Changes the contact of a lead.", example = """
            {"contact": {"title": "Head of Sales", "phone": null}}""")
    record UpdateContactBody(
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
            implements LeadDataBody {
        @Override
        @SuppressWarnings("NullAway") // does not see the nullness of a type argument in another module's record
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            fields.require("/contact", contact);
            return new LeadCommand.UpdateContact(
                    id, new ContactChange(contact == null ? Map.of() : contact), occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(
            name = "UpdateAttributes",
            description = "Changes attributes of a lead, or puts its source right; at least one of them.",
            example = """
            {"attributes": {"employees": 140, "segment": null}, "source": {"campaign": "summer"}}""")
    record UpdateAttributesBody(
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
            implements LeadDataBody {
        @Override
        public List<String> misshapen() {
            return JsonShapes.misshapen("/attributes", attributes, true);
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.UpdateAttributes(
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
    }
}
