package io.closedloop.lead.identity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The personal data of a lead, as given. Whether the e-mail address or the telephone number identifies the lead is told
 * by {@link Identities}.
 *
 * @param country an ISO 3166-1 alpha-2 code
 */
public record Contact(
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String company,
        @Nullable String title,
        @Nullable String country) {
    /** How long each of its fields may be. */
    public static final int MAX_LENGTH = 320;

    public static final Contact NONE = new Contact(null, null, null, null, null, null);

    /** As it is kept: the e-mail address without characters that nobody sees. */
    public Contact tidy() {
        String tidied = email == null ? null : EmailAddress.tidy(email);
        return Objects.equals(tidied, email) ? this : new Contact(name, tidied, phone, company, title, country);
    }

    /** Whether it has everything that may identify somebody in common with another. */
    public boolean identifiesAs(Contact other) {
        return Objects.equals(email, other.email)
                && Objects.equals(phone, other.phone)
                && Objects.equals(country, other.country);
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "Contact";
    }
}
