package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.text.Unsaid;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command has to do with who is who, as far as its body tells. */
public sealed interface Bearing {
    /** Nobody is claimed, set free or suppressed by it. */
    Bearing NONE = new None();

    record None() implements Bearing {}

    /**
     * It claims identities for a new lead.
     *
     * @param externalRef null where there is none that can be read
     * @param mayTouch whether it becomes a touch where one open lead is this person
     */
    record Delivers(Contact contact, @Nullable ExternalRef externalRef, boolean mayTouch) implements Bearing {
        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    /** It may give its lead other identities. */
    record ChangesContact(Map<ContactChange.Field, @Nullable String> contact) implements Bearing {
        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    /**
     * It sets its lead's identities free, claims them again or suppresses them.
     *
     * @param reason what they may be suppressed for; null where nothing is
     */
    record OnIdentities(@Nullable String reason) implements Bearing {}
}
