package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.INTEGRATION;
import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.DISQUALIFIED;

import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes the contact, and with it what identifies the lead. */
public record UpdateContact(
        LeadId leadId,
        ContactChange contact,
        @Nullable Instant occurredAt,
        @Nullable String note) implements LeadCommand {
    public static final CommandKind KIND = new CommandKind(
            "UpdateContact", List.of(MARKETING, SALES, INTEGRATION), EnumSet.complementOf(EnumSet.of(DISQUALIFIED)));

    @Override
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        if (contact.fields().isEmpty()) {
            fields.error("/contact", "at least one field has to be given; null removes one");
        }
        contact.fields().forEach((field, value) -> fields.contactField(field.name(), value));
        fields.country(contact.fields().get(ContactChange.Field.country));
        fields.email("/contact/email", contact.fields().get(ContactChange.Field.email));
    }

    @Override
    public boolean isRepeat(Lead lead) {
        ContactUpdated latest = lead.latest().of(ContactUpdated.class);
        return latest != null
                && latest.contact().tidy().equals(contact.tidy())
                && contact.applyTo(lead.contact()).tidy().equals(lead.contact().tidy());
    }

    @Override
    public Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        Contact after = contact.applyTo(lead.contact());
        return after.identifiesAs(lead.contact())
                ? Optional.empty()
                : Identities.problem(after, lead.externalRef()).map(problem -> new InvalidCommand(List.of(problem)));
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        List<IdentityHash> before = lead.identities();
        Contact present = contact.applyTo(lead.contact());
        List<IdentityHash> after =
                present.identifiesAs(lead.contact()) ? before : Identities.of(present, lead.externalRef(), on.hasher());
        List<IdentityHash> added = without(after, before);
        boolean open = lead.status().isOpen();
        return List.of(new ContactUpdated(
                lead.id(),
                on.at(),
                lead.pass(),
                contact.tidy(),
                after,
                added,
                open ? added : List.of(),
                open ? without(before, after) : List.of(),
                note));
    }

    private static List<IdentityHash> without(List<IdentityHash> all, List<IdentityHash> left) {
        return all.stream().filter(identity -> !left.contains(identity)).toList();
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
