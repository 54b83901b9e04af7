package io.closedloop.lead.queries;

import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.identity.PhoneNumber;
import io.closedloop.lead.log.HeldIdentities;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds leads by the identities that they ever held; the service keeps only hashes of these. */
class LeadSearch {
    private final HeldIdentities identities;
    private final IdentityHasher hasher;

    LeadSearch(HeldIdentities identities, IdentityHasher hasher) {
        this.identities = identities;
        this.hasher = hasher;
    }

    /** What is searched for; of several, the leads that ever held any. */
    @Schema(
            name = "LeadSearch",
            description = "What is searched for; of several, the leads that ever held any.",
            example = "{\"email\": \"jane.doe@example.com\"}")
    record Wanted(
            @Schema(description = "An e-mail address.", maxLength = Contact.MAX_LENGTH) @Nullable
            String email,

            @Schema(
                    description = "A telephone number with its country code: +5511987654321.",
                    maxLength = Contact.MAX_LENGTH)
            @Nullable
            String phone,

            @Schema(description = "A lead's id in another system.") @Nullable
            WantedRef externalRef) {
        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    /** A reference that is searched for. */
    @Schema(name = "LeadSearchExternalRef", description = "A lead's id in another system.")
    record WantedRef(
            @Schema(
                    description = "The code of the other system.",
                    maxLength = ExternalRef.MAX_LENGTH,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String system,

            @Schema(
                    description = "The id there.",
                    maxLength = ExternalRef.MAX_LENGTH,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String id) {
        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    /** What was asked for as it is kept, and what is wrong with it. */
    record Identified(List<IdentityHash> identities, List<FieldError> errors) {}

    Identified identify(Wanted wanted) {
        var found = new ArrayList<IdentityHash>();
        var errors = new ArrayList<FieldError>();
        String email = wanted.email();
        if (email != null) {
            read(
                    "/email",
                    errors,
                    found,
                    () -> hasher.hash(EmailAddress.parse(email).identity()));
        }
        String phone = wanted.phone();
        if (phone != null) {
            read(
                    "/phone",
                    errors,
                    found,
                    () -> hasher.hash(PhoneNumber.parse(phone, null).identity()));
        }
        WantedRef ref = wanted.externalRef();
        if (ref != null) {
            String system = ref.system();
            String id = ref.id();
            if (system == null || id == null) {
                errors.add(new FieldError("/externalRef", "has a system and an id"));
            } else {
                read("/externalRef", errors, found, () -> hasher.hash(Identities.of(new ExternalRef(system, id))));
            }
        }
        if (found.isEmpty() && errors.isEmpty()) {
            errors.add(new FieldError("", "names an email, a phone or an externalRef"));
        }
        return new Identified(found, errors);
    }

    /** Each lead once, the one that got such an identity last first. */
    List<LeadId> everHeld(List<IdentityHash> wanted) {
        return wanted.stream()
                .flatMap(identity -> identities.everHeld(identity).stream())
                .sorted(Comparator.comparingLong(HeldIdentities.Holding::fromPosition)
                        .reversed())
                .map(HeldIdentities.Holding::leadId)
                .distinct()
                .toList();
    }

    private static void read(
            String pointer, List<FieldError> errors, List<IdentityHash> found, Supplier<IdentityHash> identity) {
        try {
            found.add(identity.get());
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(pointer, String.valueOf(e.getMessage())));
        }
    }
}
