package io.closedloop.lead.commands;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A contact as it is sent. */
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

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
