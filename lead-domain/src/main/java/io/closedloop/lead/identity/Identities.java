package io.closedloop.lead.identity;

import io.closedloop.lead.decision.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What identifies a lead: its e-mail address, else its telephone number, and always its external reference. A telephone
 * number counts only where there is no e-mail address, because colleagues share telephones.
 */
public final class Identities {
    private Identities() {}

    /** A part of the contact that does not yield what it should. {@code field} is a field of the contact. */
    public static final class InvalidContactException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final ContactChange.Field field;

        InvalidContactException(ContactChange.Field field, IllegalArgumentException cause) {
            super(cause.getMessage(), cause);
            this.field = field;
        }

        public ContactChange.Field field() {
            return field;
        }
    }

    /** @throws InvalidContactException when the e-mail address, or the telephone number that is to identify, is none */
    public static List<IdentityHash> of(Contact contact, @Nullable ExternalRef externalRef, IdentityHasher hasher) {
        return inClear(contact, externalRef).stream().map(hasher::hash).toList();
    }

    /** Why these do not identify a lead, or nothing where they do. */
    public static Optional<FieldError> problem(Contact contact, @Nullable ExternalRef externalRef) {
        try {
            return inClear(contact, externalRef).isEmpty()
                    ? Optional.of(new FieldError(
                            "/contact", "a lead needs an e-mail address, a telephone number or an external reference"))
                    : Optional.empty();
        } catch (InvalidContactException e) {
            return Optional.of(new FieldError("/contact/" + e.field(), String.valueOf(e.getMessage())));
        }
    }

    /** The length before the system keeps {@code a / bc} and {@code ab / c} apart. */
    public static Identity of(ExternalRef ref) {
        return new Identity(IdentityKind.EXTERNAL_REF, ref.system().length() + ":" + ref.system() + ref.id());
    }

    private static List<Identity> inClear(Contact contact, @Nullable ExternalRef externalRef) {
        var identities = new ArrayList<Identity>(2);
        String email = contact.email();
        String phone = contact.phone();
        if (email != null) {
            identities.add(read(
                    ContactChange.Field.email, () -> EmailAddress.parse(email).identity()));
        } else if (phone != null) {
            identities.add(read(
                    ContactChange.Field.phone,
                    () -> PhoneNumber.parse(phone, contact.country()).identity()));
        }
        if (externalRef != null) {
            identities.add(of(externalRef));
        }
        return identities;
    }

    private static Identity read(ContactChange.Field field, Supplier<Identity> identity) {
        try {
            return identity.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidContactException(field, e);
        }
    }
}
