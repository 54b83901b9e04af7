package io.closedloop.lead.commands;

import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of a bulk request, read. */
sealed interface BulkLine {
    @Nullable
    String idempotencyKey();

    /** @param target the lead that the command is for */
    record ForLead(
            CommandBody body, Target target, @Nullable String idempotencyKey) implements BulkLine {}

    record ForSuppression(
            SuppressionId suppressionId,
            LiftSuppressionBody body,
            @Nullable String idempotencyKey) implements BulkLine {}

    /** Which lead a command is for. */
    sealed interface Target {
        record ById(LeadId leadId) implements Target {}

        /** The open lead that holds the reference, else the latest registered that held it. */
        record ByExternalRef(ExternalRef ref) implements Target {}
    }

    /** What the line keeps its order among, apart from a lead that only a look-up can tell. */
    default Set<String> orderKeys() {
        var keys = new LinkedHashSet<String>();
        switch (this) {
            case ForSuppression lift -> keys.add("suppression " + lift.suppressionId());
            case ForLead command -> {
                switch (command.target()) {
                    case Target.ById byId -> keys.add(leadKey(byId.leadId()));
                    case Target.ByExternalRef byRef ->
                        keys.add(refKey(byRef.ref().system(), byRef.ref().id()));
                }
                if (command.body() instanceof CommandBody.RegisterLeadBody register) {
                    registrationKeys(register, keys);
                } else if (command.body() instanceof CommandBody.UpdateContactBody update && update.contact() != null) {
                    update.contact().values().forEach(value -> addContact(value, keys));
                }
            }
        }
        return keys;
    }

    static String leadKey(LeadId leadId) {
        return "lead " + leadId;
    }

    static String refKey(String system, String id) {
        return "ref " + system.length() + ":" + system + id;
    }

    private static void registrationKeys(CommandBody.RegisterLeadBody register, Set<String> keys) {
        var contact = register.contact();
        if (contact != null) {
            addContact(contact.email(), keys);
            addContact(contact.phone(), keys);
        }
        var ref = register.externalRef();
        if (ref != null && ref.system() != null && ref.id() != null) {
            keys.add(refKey(ref.system(), ref.id()));
        }
    }

    private static void addContact(@Nullable String value, Set<String> keys) {
        if (value == null) {
            return;
        }
        if (value.indexOf('@') >= 0) {
            keys.add("email " + emailKey(value));
        } else {
            String digits = value.replaceAll("[^0-9]", "");
            // National and international forms of a number end alike.
            keys.add("phone " + digits.substring(Math.max(0, digits.length() - 7)));
        }
    }

    private static String emailKey(String given) {
        try {
            return EmailAddress.parse(given).canonical();
        } catch (IllegalArgumentException e) {
            return given.strip().toLowerCase(Locale.ROOT);
        }
    }

    /** The id of a registration that leaves it to the service. */
    static LeadId newLeadId() {
        return new LeadId(UUID.randomUUID());
    }
}
