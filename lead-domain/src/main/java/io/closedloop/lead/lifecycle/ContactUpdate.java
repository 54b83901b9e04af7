package io.closedloop.lead.lifecycle;

import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.PhoneNumber;
import io.closedloop.lead.lifecycle.LeadCommand.UpdateContact;
import java.util.Optional;

/** What a change of the contact must leave behind: something that identifies the lead. */
final class ContactUpdate {
    private ContactUpdate() {}

    static Optional<Refusal> problem(Lead lead, UpdateContact update) {
        Contact changed = update.contact().applyTo(lead.contact());
        String email = changed.email();
        String phone = changed.phone();
        try {
            if (email != null) {
                EmailAddress.parse(email);
            } else if (phone != null) {
                PhoneNumber.parse(phone, changed.country());
            } else if (lead.externalRef() == null) {
                return Optional.of(new InvalidCommand(
                        "/contact",
                        "this would leave the lead without e-mail address, telephone number and external reference"));
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            var field = email != null ? ContactChange.Field.email : ContactChange.Field.phone;
            return Optional.of(new InvalidCommand("/contact/" + field, String.valueOf(e.getMessage())));
        }
    }
}
