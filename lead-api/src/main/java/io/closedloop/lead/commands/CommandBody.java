package io.closedloop.lead.commands;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.Milestone;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a lead command as it is sent. Its records say which fields there are and of which JSON type; what their
 * values must be is said by the domain, which {@link #toCommand} asks.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface CommandBody {
    String RFC3339 = "date-time";

    @Nullable
    String occurredAt();

    @Nullable
    String note();

    CommandKind commandKind();

    /** The command, if {@code fields} has no errors afterwards. */
    LeadCommand toCommand(LeadId leadId, FieldReader fields);

    /**
     * JSON pointers of values of a wrong JSON type that the records' own types let through: elements of maps and lists.
     */
    default List<String> misshapen() {
        return List.of();
    }

    @Schema(name = "Money", description = "A decimal amount with its currency.")
    record MoneyBody(
            @Schema(
                    description = "a decimal number as text",
                    example = "1054.00",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String amount,

            @Schema(description = "an ISO 4217 code", example = "USD", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String currency) {}

    @Schema(name = "ExternalRef", description = "The lead's id in another system; compared exactly.")
    record ExternalRefBody(
            @Schema(example = "crm", maxLength = 200, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String system,

            @Schema(example = "00Q5g00000FvJjs", maxLength = 200, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String id) {
        @Nullable
        ExternalRef read(String pointer, FieldReader fields) {
            boolean named = fields.require(pointer + "/system", system);
            boolean identified = fields.require(pointer + "/id", id);
            return named && identified
                    ? fields.read(
                            pointer,
                            this,
                            ref -> new ExternalRef(Objects.requireNonNull(ref.system), Objects.requireNonNull(ref.id)))
                    : null;
        }
    }

    @Schema(name = "Contact", description = "Personal data: sealed in the log, never shown to analysts.")
    record ContactBody(
            @Nullable String name,
            @Schema(example = "ana@example.com") @Nullable String email,

            @Schema(
                    description = "identifies the lead only where there is no e-mail address",
                    example = "+55 11 98765-4321")
            @Nullable
            String phone,

            @Nullable String company,
            @Nullable String title,

            @Schema(description = "ISO 3166-1 alpha-2", example = "BR") @Nullable
            String country) {
        Contact contact() {
            return new Contact(name, email, phone, company, title, country);
        }
    }

    @Schema(name = "Source", description = "Where a lead came from; origin, campaign and landing page are free codes.")
    record SourceBody(
            @Schema(implementation = Channel.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String channel,

            @Schema(example = "newsletter") @Nullable String origin,
            @Schema(example = "spring") @Nullable String campaign,
            @Nullable String landingPage,

            @Schema(implementation = SourcedBy.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String sourcedBy) {
        Source source(FieldReader fields) {
            return new Source(
                    fields.required("/source/channel", channel, Channel.class),
                    origin,
                    campaign,
                    landingPage,
                    fields.required("/source/sourcedBy", sourcedBy, SourcedBy.class));
        }
    }

    @Schema(name = "SourceChange", description = "The fields that are given replace.")
    record SourceChangeBody(
            @Schema(implementation = Channel.class) @Nullable
            String channel,

            @Nullable String origin,
            @Nullable String campaign,
            @Nullable String landingPage,

            @Schema(implementation = SourcedBy.class) @Nullable
            String sourcedBy) {
        SourceChange change(FieldReader fields) {
            return new SourceChange(
                    fields.constant("/source/channel", channel, Channel.class),
                    origin,
                    campaign,
                    landingPage,
                    fields.constant("/source/sourcedBy", sourcedBy, SourcedBy.class));
        }
    }

    @Schema(name = "RegisterLead", example = """
            {"externalRef": {"system": "crm", "id": "00Q5g00000FvJjs"}, "contact": {"name": "Ana Souza", "email": "ana@example.com", "country": "BR"}, "source": {"channel": "EMAIL", "origin": "newsletter", "campaign": "spring", "sourcedBy": "MARKETING"}, "attributes": {"employees": 120}}""")
    record RegisterLeadBody(
            @Schema(description = "chosen by the caller, or by the service where it is left out", format = "uuid")
            @Nullable
            String leadId,

            @Nullable ExternalRefBody externalRef,
            @Nullable ContactBody contact,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            SourceBody source,

            @Schema(description = "free names; texts, numbers and booleans, kept in clear") @Nullable
            Map<String, @Nullable Object> attributes,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.REGISTER_LEAD;
        }

        @Override
        public List<String> misshapen() {
            return misshapenValues("/attributes", attributes, false);
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            fields.require("/source", source);
            return new LeadCommand.RegisterLead(
                    id,
                    externalRef == null ? null : externalRef.read("/externalRef", fields),
                    contact == null ? Contact.NONE : contact.contact(),
                    source == null ? ABSENT_SOURCE : source.source(fields),
                    readOr("/attributes", attributes, Attributes::new, Attributes.NONE, fields),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "RecordTouch", example = """
            {"touchId": "call-17", "type": "CALL", "by": "SALES", "reachedHuman": true, "questions": ["pricing"]}""")
    record RecordTouchBody(
            @Schema(description = "unique within the lead; a repeat with the same id is harmless") @Nullable
            String touchId,

            @Schema(implementation = TouchType.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String type,

            @Schema(implementation = TouchedBy.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String by,

            @Schema(description = "whether a person was reached") @Nullable
            Boolean reachedHuman,

            @Nullable String campaign,
            @Nullable String content,

            @Schema(description = "topics that were asked about, in clear") @Nullable
            List<@Nullable String> questions,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.RECORD_TOUCH;
        }

        @Override
        public List<String> misshapen() {
            var pointers = new ArrayList<String>();
            for (int i = 0; questions != null && i < questions.size(); i++) {
                if (questions.get(i) == null) {
                    pointers.add("/questions/" + i);
                }
            }
            return pointers;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RecordTouch(
                    id,
                    touchId,
                    fields.required("/type", type, TouchType.class),
                    fields.required("/by", by, TouchedBy.class),
                    reachedHuman,
                    campaign,
                    content,
                    questions == null
                            ? List.of()
                            : questions.stream().map(Objects::requireNonNull).toList(),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "UpdateContact", example = """
            {"contact": {"title": "Head of Sales", "phone": null}}""")
    record UpdateContactBody(
            @Schema(
                    description = "the fields that are given replace, null removes one",
                    implementation = ContactBody.class,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Map<ContactChange.Field, @Nullable String> contact,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.UPDATE_CONTACT;
        }

        @Override
        @SuppressWarnings("NullAway") // does not see the nullness of a type argument in another module's record
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            fields.require("/contact", contact);
            return new LeadCommand.UpdateContact(
                    id,
                    new ContactChange(contact == null ? Map.of() : contact),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "UpdateAttributes", example = """
            {"attributes": {"employees": 140, "segment": null}, "source": {"campaign": "summer"}}""")
    record UpdateAttributesBody(
            @Schema(description = "the values that are given replace, null removes one") @Nullable
            Map<String, @Nullable Object> attributes,

            @Nullable SourceChangeBody source,
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.UPDATE_ATTRIBUTES;
        }

        @Override
        public List<String> misshapen() {
            return misshapenValues("/attributes", attributes, true);
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.UpdateAttributes(
                    id,
                    readOr("/attributes", attributes, AttributesChange::new, AttributesChange.NONE, fields),
                    source == null ? SourceChange.NONE : source.change(fields),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "QualifyMarketing", example = """
            {"note": "asked for a quote"}""")
    record QualifyMarketingBody(
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note) implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.QUALIFY_MARKETING;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.QualifyMarketing(id, fields.instant("/occurredAt", occurredAt), note);
        }
    }

    @Schema(name = "AssignLead", example = """
            {"rep": "r-17"}""")
    record AssignLeadBody(
            @Schema(example = "rep-7", maxLength = Rep.MAX_LENGTH, requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String rep,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.ASSIGN_LEAD;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.AssignLead(
                    id, requiredRep(rep, fields), fields.instant("/occurredAt", occurredAt), note);
        }
    }

    @Schema(name = "AcceptLead", example = """
            {"rep": "r-17"}""")
    record AcceptLeadBody(
            @Schema(example = "rep-7", maxLength = Rep.MAX_LENGTH, requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String rep,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.ACCEPT_LEAD;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.AcceptLead(
                    id, requiredRep(rep, fields), fields.instant("/occurredAt", occurredAt), note);
        }
    }

    @Schema(name = "RejectLead", example = """
            {"disposition": "RECYCLE", "reason": "SENT_TOO_EARLY", "rootCause": "SENT_TOO_EARLY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
    record RejectLeadBody(
            @Schema(implementation = Disposition.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String disposition,

            @Schema(
                    description = "a recycle or a disqualify reason of the playbook, by the disposition",
                    example = "SENT_TOO_EARLY",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(description = "a root cause of the playbook") @Nullable
            String rootCause,

            @Schema(format = RFC3339, description = "RECYCLE only") @Nullable
            String resumeNotBefore,

            @Schema(format = RFC3339, description = "DISQUALIFY only, where the reason may expire") @Nullable
            String expiresAt,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.REJECT_LEAD;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RejectLead(
                    id,
                    fields.required("/disposition", disposition, Disposition.class),
                    fields.text("/reason", reason),
                    rootCause,
                    fields.instant("/resumeNotBefore", resumeNotBefore),
                    fields.instant("/expiresAt", expiresAt),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "QualifySales", example = """
            {"rep": "r-17", "checklist": {"budget": true}, "expectedAmount": {"amount": "12000.00", "currency": "USD"}, "expectedCloseDate": "2026-09-30"}""")
    record QualifySalesBody(
            @Schema(description = "the owner where it is left out; needed where there is none", example = "rep-7")
            @Nullable
            String rep,

            @Schema(description = "criterion → met") @Nullable
            Map<String, @Nullable Boolean> checklist,

            @Nullable MoneyBody expectedAmount,
            @Schema(format = "date") @Nullable String expectedCloseDate,
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.QUALIFY_SALES;
        }

        @Override
        public List<String> misshapen() {
            return misshapenValues("/checklist", checklist, false);
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            Map<String, Boolean> criteria = new java.util.TreeMap<>();
            if (checklist != null) {
                checklist.forEach((criterion, met) -> criteria.put(criterion, Objects.requireNonNull(met)));
            }
            return new LeadCommand.QualifySales(
                    id,
                    fields.read("/rep", rep, Rep::new),
                    criteria,
                    fields.money("/expectedAmount", expectedAmount),
                    fields.date("/expectedCloseDate", expectedCloseDate),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "ReviseOpportunity", example = """
            {"expectedAmount": {"amount": "15000.00", "currency": "USD"}, "milestone": "PROPOSAL"}""")
    record ReviseOpportunityBody(
            @Nullable MoneyBody expectedAmount,
            @Schema(format = "date") @Nullable String expectedCloseDate,

            @Schema(implementation = Milestone.class) @Nullable
            String milestone,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.REVISE_OPPORTUNITY;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.ReviseOpportunity(
                    id,
                    fields.money("/expectedAmount", expectedAmount),
                    fields.date("/expectedCloseDate", expectedCloseDate),
                    fields.constant("/milestone", milestone, Milestone.class),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "CloseWon", example = """
            {"amount": {"amount": "1054.00", "currency": "USD"}}""")
    record CloseWonBody(
            @Schema(description = "greater than 0", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            MoneyBody amount,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.CLOSE_WON;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.CloseWon(
                    id, requiredMoney(amount, fields), fields.instant("/occurredAt", occurredAt), note);
        }
    }

    @Schema(name = "CloseLost", example = """
            {"reason": "COMPETITOR", "rootCause": "SLOW_FOLLOW_UP", "competitor": "Acme"}""")
    record CloseLostBody(
            @Schema(
                    description = "a loss reason of the playbook",
                    example = "PRICE",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(description = "a root cause of the playbook") @Nullable
            String rootCause,

            @Nullable String competitor,
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.CLOSE_LOST;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.CloseLost(
                    id,
                    fields.text("/reason", reason),
                    rootCause,
                    competitor,
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "DisqualifyLead", example = """
            {"reason": "OUT_OF_TERRITORY", "expiresAt": "2030-01-01T00:00:00Z"}""")
    record DisqualifyLeadBody(
            @Schema(
                    description = "a disqualify reason of the playbook",
                    example = "POOR_FIT",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(format = RFC3339, description = "where the reason may expire") @Nullable
            String expiresAt,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.DISQUALIFY_LEAD;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.DisqualifyLead(
                    id,
                    fields.text("/reason", reason),
                    fields.instant("/expiresAt", expiresAt),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "RecycleLead", example = """
            {"reason": "NOT_READY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
    record RecycleLeadBody(
            @Schema(
                    description = "a recycle reason of the playbook",
                    example = "TIMING",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(format = RFC3339) @Nullable String resumeNotBefore,
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.RECYCLE_LEAD;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RecycleLead(
                    id,
                    fields.text("/reason", reason),
                    fields.instant("/resumeNotBefore", resumeNotBefore),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "ReinstateLead", example = """
            {"justification": "The company has opened an office in our territory."}""")
    record ReinstateLeadBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String justification,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.REINSTATE_LEAD;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.ReinstateLead(
                    id, fields.text("/justification", justification), fields.instant("/occurredAt", occurredAt), note);
        }
    }

    @Schema(name = "ReopenLead", example = """
            {"justification": "The contract was never signed."}""")
    record ReopenLeadBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String justification,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.REOPEN_LEAD;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.ReopenLead(
                    id, fields.text("/justification", justification), fields.instant("/occurredAt", occurredAt), note);
        }
    }

    @Schema(
            name = "AmendClosure",
            example = """
            {"cause": "The invoice was lower.", "amount": {"amount": "990.00", "currency": "USD"}}""",
            description = "Gives the new amount of a win or the new reason of a loss.")
    record AmendClosureBody(
            @Schema(description = "why the closure is restated", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cause,

            @Nullable MoneyBody amount,

            @Schema(description = "a loss reason of the playbook") @Nullable
            String reason,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.AMEND_CLOSURE;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.AmendClosure(
                    id,
                    fields.text("/cause", cause),
                    fields.money("/amount", amount),
                    reason,
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    @Schema(name = "RecordRevenue", example = """
            {"revenueId": "inv-2027-01", "kind": "RENEWAL", "amount": {"amount": "1054.00", "currency": "USD"}}""")
    record RecordRevenueBody(
            @Schema(description = "unique within the lead; a repeat with the same id is harmless") @Nullable
            String revenueId,

            @Schema(implementation = RevenueKind.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String kind,

            @Schema(
                    description = "greater than 0, a refund too, in the win's currency",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            MoneyBody amount,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements CommandBody {
        @Override
        public CommandKind commandKind() {
            return CommandKind.RECORD_REVENUE;
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RecordRevenue(
                    id,
                    revenueId,
                    fields.required("/kind", kind, RevenueKind.class),
                    requiredMoney(amount, fields),
                    fields.instant("/occurredAt", occurredAt),
                    note);
        }
    }

    Source ABSENT_SOURCE = new Source(Channel.OTHER, null, null, null, SourcedBy.OTHER);

    private static Rep requiredRep(@Nullable String rep, FieldReader fields) {
        fields.require("/rep", rep);
        Rep read = fields.read("/rep", rep, Rep::new);
        return read != null ? read : new Rep("-");
    }

    private static Money requiredMoney(@Nullable MoneyBody amount, FieldReader fields) {
        fields.require("/amount", amount);
        Money read = fields.money("/amount", amount);
        return read != null ? read : Money.of("1", "USD");
    }

    private static <T> T readOr(
            String pointer,
            @Nullable Map<String, @Nullable Object> values,
            java.util.function.Function<Map<String, @Nullable Object>, T> reader,
            T otherwise,
            FieldReader fields) {
        T read = fields.read(pointer, values, reader);
        return read != null ? read : otherwise;
    }

    private static List<String> misshapenValues(
            String pointer, @Nullable Map<String, ? extends @Nullable Object> values, boolean nullRemoves) {
        if (values == null) {
            return List.of();
        }
        return values.entrySet().stream()
                .filter(entry -> !isFlat(entry.getValue(), nullRemoves))
                .map(entry -> pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"))
                .toList();
    }

    private static boolean isFlat(@Nullable Object value, boolean nullRemoves) {
        return switch (value) {
            case null -> nullRemoves;
            case String _, Boolean _, Integer _, Long _, java.math.BigInteger _, BigDecimal _ -> true;
            default -> false;
        };
    }
}
