package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.INTEGRATION;
import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;

import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadRefusal.RegisteredWithOtherContent;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers a lead. A registration repeats by its lead.
 *
 * @param touchInstead what becomes of it where another open lead is this person; null: it is refused
 */
public record RegisterLead(
        LeadId leadId,
        @Nullable ExternalRef externalRef,
        Contact contact,
        Source source,
        Attributes attributes,
        @Nullable TouchInstead touchInstead,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("RegisterLead", List.of(MARKETING, SALES, INTEGRATION), Set.of());

    public RegisterLead {
        source = source.tidy();
    }

    /** A registration that is refused where another open lead is this person. */
    public RegisterLead(
            LeadId leadId,
            @Nullable ExternalRef externalRef,
            Contact contact,
            Source source,
            Attributes attributes,
            @Nullable Instant occurredAt,
            @Nullable String note) {
        this(leadId, externalRef, contact, source, attributes, null, occurredAt, note);
    }

    /**
     * The touch that it becomes. Its id is that of the lead which is not registered, so the same registration sent
     * again is the same touch.
     *
     * @param holder the open lead that is this person
     * @throws IllegalStateException when it is refused instead
     */
    public RecordTouch touching(LeadId holder) {
        if (touchInstead == null) {
            throw new IllegalStateException("this registration becomes no touch");
        }
        return new RecordTouch(
                holder,
                leadId.toString(),
                touchInstead.type(),
                touchInstead.by(),
                touchInstead.reachedHuman(),
                source.channel(),
                source.campaign(),
                touchInstead.content(),
                touchInstead.questions(),
                occurredAt,
                note);
    }

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        fields.contact(contact);
        Identities.problem(contact, externalRef).ifPresent(problem -> identity(fields, problem));
        fields.sourceCodes(source.origin(), source.campaign(), source.landingPage());
        fields.attributes(attributes.values());
        if (touchInstead != null) {
            RecordTouch.checkContent(fields, "/touch", touchInstead.content(), touchInstead.questions());
        }
    }

    private static void identity(FieldChecks fields, WrongField problem) {
        boolean nothingIdentifies = problem.pointer().equals("/contact");
        boolean certain = nothingIdentifies ? fields.knows("/externalRef") : fields.knows(problem.pointer());
        if (certain && (!problem.pointer().equals("/contact/phone") || fields.knows("/contact/country"))) {
            fields.addCertain(problem);
        }
    }

    @Override
    public boolean begins() {
        return true;
    }

    @Override
    public boolean isRepeat(Lead lead) {
        LeadRegistered registered = lead.registration();
        return registered.contact().tidy().equals(contact.tidy())
                && Objects.equals(registered.externalRef(), externalRef)
                && registered.source().tidy().equals(source)
                && registered.attributes().equals(attributes);
    }

    @Override
    public Refusal notHere(Lead lead) {
        return new RegisteredWithOtherContent(lead.id());
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        return List.of(new LeadRegistered(
                leadId,
                on.at(),
                1,
                on.playbook(),
                externalRef,
                contact.tidy(),
                source,
                attributes,
                Identities.of(contact, externalRef, on.hasher()),
                note));
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
