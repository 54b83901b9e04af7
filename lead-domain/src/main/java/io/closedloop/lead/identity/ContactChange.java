package io.closedloop.lead.identity;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of some of a contact's fields: a field that is given replaces, one that is given as null is removed, the
 * others stay.
 */
public record ContactChange(Map<Field, @Nullable String> fields) {
    public enum Field {
        name,
        email,
        phone,
        company,
        title,
        country
    }

    public ContactChange {
        var copy = new EnumMap<Field, @Nullable String>(Field.class);
        copy.putAll(fields);
        fields = Collections.unmodifiableMap(copy);
    }

    /** As it is kept: the e-mail address without characters that nobody sees. */
    public ContactChange tidy() {
        String email = fields.get(Field.email);
        if (email == null || email.equals(EmailAddress.tidy(email))) {
            return this;
        }
        var tidied = new EnumMap<Field, @Nullable String>(Field.class);
        tidied.putAll(fields);
        tidied.put(Field.email, EmailAddress.tidy(email));
        return new ContactChange(tidied);
    }

    public Contact applyTo(Contact contact) {
        return new Contact(
                pick(Field.name, contact.name()),
                pick(Field.email, contact.email()),
                pick(Field.phone, contact.phone()),
                pick(Field.company, contact.company()),
                pick(Field.title, contact.title()),
                pick(Field.country, contact.country()));
    }

    private @Nullable String pick(Field field, @Nullable String present) {
        return fields.containsKey(field) ? fields.get(field) : present;
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "ContactChange of " + fields.keySet();
    }
}
