package io.closedloop.lead.identity;

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
    public static final Contact NONE = new Contact(null, null, null, null, null, null);

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "Contact";
    }
}
