package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A contact as it is sent. */
@Schema(name = "Contact", description = "Personal data: sealed in the log, never shown to analysts.")
public record ContactBody(
        @Schema(description = "The person's name.", maxLength = Contact.MAX_LENGTH) @Nullable
        String name,

        @Schema(description = "Identifies the lead.", example = "ana@example.com", maxLength = Contact.MAX_LENGTH)
        @Nullable
        String email,

        @Schema(
                description = "Identifies the lead only where there is no e-mail address.",
                maxLength = Contact.MAX_LENGTH,
                example = "+55 11 98765-4321")
        @Nullable
        String phone,

        @Schema(description = "Whom the person works for.", maxLength = Contact.MAX_LENGTH) @Nullable
        String company,

        @Schema(description = "The person's position.", maxLength = Contact.MAX_LENGTH) @Nullable
        String title,

        @Schema(description = "An ISO 3166-1 code of two capital letters.", example = "BR", pattern = "^[A-Z]{2}$")
        @Nullable
        String country) {
    Contact contact() {
        return new Contact(name, email, phone, company, title, country);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
