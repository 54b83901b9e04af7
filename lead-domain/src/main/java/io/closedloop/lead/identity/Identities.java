package io.closedloop.lead.identity;

import io.closedloop.lead.decision.WrongField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what identifies a lead: its e-mail address, otherwise its telephone number, and always its external reference.
 * A telephone number counts only without an e-mail address, because colleagues share telephones, and only if it is
 * valid; otherwise it is a text like others.
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

    /** @throws InvalidContactException when the text is not an e-mail address */
    public static List<IdentityHash> of(Contact contact, @Nullable ExternalRef externalRef, IdentityHasher hasher) {
        return inClear(contact, externalRef).stream().map(hasher::hash).toList();
    }

    /**
     * As {@link #of}, of a contact that was accepted once: none where it is no longer one that identifies, or cannot be
     * read any more.
     */
    public static List<IdentityHash> ofKept(Contact contact, @Nullable ExternalRef externalRef, IdentityHasher hasher) {
        try {
            return of(contact, externalRef, hasher);
        } catch (InvalidContactException e) {
            return List.of();
        }
    }

    /**
     * The telephone number of a contact, whether it identifies or an e-mail address does; empty where there is no valid
     * one.
     */
    public static Optional<IdentityHash> phone(Contact contact, IdentityHasher hasher) {
        return phone(contact).map(hasher::hash);
    }

    /** Why these do not identify a lead, or nothing where they do. */
    public static Optional<WrongField> problem(Contact contact, @Nullable ExternalRef externalRef) {
        try {
            if (!inClear(contact, externalRef).isEmpty()) {
                return Optional.empty();
            }
            if (contact.phone() != null) {
                PhoneNumber.parse(contact.phone(), contact.country());
            }
            return Optional.of(new WrongField(
                    "/contact", "a lead needs an e-mail address, a telephone number or an external reference"));
        } catch (IllegalArgumentException e) {
            return Optional.of(new WrongField("/contact/phone", String.valueOf(e.getMessage())));
        } catch (InvalidContactException e) {
            return Optional.of(new WrongField("/contact/" + e.field(), String.valueOf(e.getMessage())));
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
            identities.add(email(email));
        } else if (phone != null) {
            phone(contact).ifPresent(identities::add);
        }
        if (externalRef != null) {
            identities.add(of(externalRef));
        }
        return identities;
    }

    private static Identity email(String given) {
        try {
            return EmailAddress.parse(given).identity();
        } catch (IllegalArgumentException e) {
            throw new InvalidContactException(ContactChange.Field.email, e);
        }
    }

    private static Optional<Identity> phone(Contact contact) {
        if (contact.phone() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    PhoneNumber.parse(contact.phone(), contact.country()).identity());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
