package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.commands.Target;
import io.closedloop.lead.commands.body.Bearing;
import io.closedloop.lead.commands.body.CommandBody;
import io.closedloop.lead.commands.body.FieldReader;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.Suppresses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells which lines of a bulk request have to keep their order: those that are about the same lead, identity,
 * suppression or idempotency key. A line is about an identity when it names one, and when its command gives up, claims
 * or suppresses those of its lead: a caller that closes a lead and registers the same person again means it in that
 * order. A registration that may become a touch is about every lead that may be that person.
 *
 * <p>Lines under way are not in the store yet, so they are remembered here until they are. Used by the one thread that
 * reads the lines, except {@link #done}.
 */
final class LineKeys {
    /**
     * Asked before a line is begun; throws {@link io.closedloop.lead.log.StoreUnavailableException} as the log does.
     */
    interface Relations {
        IdentityHash hash(ExternalRef ref);

        IdentityHash hash(EmailAddress email);

        /** The identities that a registration would claim; none where it names none that can be read. */
        List<IdentityHash> hashes(Contact contact, @Nullable ExternalRef ref);

        Set<IdentityHash> everHeldBy(LeadId lead);

        Set<LeadId> everHolding(IdentityHash identity);

        /** What a suppression is about, itself included. */
        Set<Object> about(io.closedloop.lead.suppression.SuppressionId suppression);
    }

    /**
     * @param all what the line keeps its order among
     * @param alone whether it may concern what nobody can tell beforehand: then nothing goes beside it
     * @param gaining who gets identities by it; null: nobody does
     */
    record Keys(Set<Object> all, boolean alone, @Nullable Gaining gaining) {}

    /** A lead that may come to hold identities when its line is carried out. Compared by itself. */
    static final class Gaining {
        private final Set<LeadId> leads;
        private final Set<IdentityHash> identities;

        Gaining(Set<LeadId> leads, Set<IdentityHash> identities) {
            this.leads = leads;
            this.identities = identities;
        }
    }

    private final Relations relations;
    private final Playbook playbook;
    private final Set<Gaining> underWay = ConcurrentHashMap.newKeySet();

    /** @param playbook the one that the lines are decided under */
    LineKeys(Relations relations, Playbook playbook) {
        this.relations = relations;
        this.playbook = playbook;
    }

    /** The keys of a line that is about to be begun; {@link #done} is owed. */
    Keys begin(BulkLine line) {
        Set<Object> all = new LinkedHashSet<>();
        if (line.idempotencyKey() != null) {
            all.add(line.idempotencyKey());
        }
        Keys keys = switch (line) {
            case BulkLine.ForSuppression lift -> {
                all.addAll(relations.about(lift.suppressionId()));
                yield new Keys(all, false, null);
            }
            case BulkLine.ForLead command -> {
                Set<LeadId> leads = leads(command.target(), all);
                all.addAll(leads);
                yield ofCommand(command.body(), leads, all);
            }
        };
        if (keys.gaining() != null) {
            underWay.add(keys.gaining());
        }
        return keys;
    }

    void done(Keys keys) {
        if (keys.gaining() != null) {
            underWay.remove(keys.gaining());
        }
    }

    /** All leads that the line may turn out to be for. */
    private Set<LeadId> leads(Target target, Set<Object> all) {
        return switch (target) {
            case Target.ById byId -> Set.of(byId.leadId());
            case Target.ByExternalRef byRef -> {
                ExternalRef ref = byRef.ref().read("/externalRef", new FieldReader());
                if (ref == null) {
                    yield Set.of();
                }
                IdentityHash identity = relations.hash(ref);
                all.add(identity);
                yield everHolding(identity);
            }
        };
    }

    private Set<LeadId> everHolding(IdentityHash identity) {
        // Lines under way come first: once a line is no longer under way, the store has it.
        var leads = new HashSet<LeadId>();
        for (Gaining gaining : underWay) {
            if (gaining.identities.contains(identity)) {
                leads.addAll(gaining.leads);
            }
        }
        leads.addAll(relations.everHolding(identity));
        return leads;
    }

    private Keys ofCommand(CommandBody body, Set<LeadId> leads, Set<Object> all) {
        return switch (body.bearing()) {
            case Bearing.None _ -> new Keys(all, false, null);
            case Bearing.Delivers it -> {
                List<IdentityHash> identities = relations.hashes(it.contact(), it.externalRef());
                if (it.mayTouch()) {
                    identities.forEach(identity -> all.addAll(everHolding(identity)));
                }
                yield gaining(leads, identities, all);
            }
            case Bearing.ChangesContact it -> ofContact(it.contact(), leads, all);
            case Bearing.OnIdentities it -> ending(leads, it.reason(), all);
        };
    }

    /** Nobody can tell beforehand which telephone number a disqualification suppresses beside the identities. */
    private Keys ending(Set<LeadId> leads, @Nullable String reason, Set<Object> all) {
        everHeldBy(leads).forEach(it -> all.addAll(related(it)));
        boolean alone = reason != null && playbook.suppresses(reason) == Suppresses.IDENTITIES_AND_TELEPHONE;
        return new Keys(all, alone, null);
    }

    /**
     * An identity with what it is the same as for suppressions: its base, and what it was under the former spelling.
     */
    private static List<IdentityHash> related(IdentityHash identity) {
        var related = new ArrayList<IdentityHash>(3);
        related.add(identity);
        if (identity.base() != null) {
            related.add(new IdentityHash(identity.kind(), identity.base()));
        }
        IdentityHash formerly = identity.formerly();
        if (formerly != null) {
            related.add(formerly);
        }
        return related;
    }

    /** Without a new e-mail address it depends on the contact that is there then what identifies the lead. */
    private Keys ofContact(Map<ContactChange.Field, @Nullable String> contact, Set<LeadId> leads, Set<Object> all) {
        String email = contact.get(ContactChange.Field.email);
        if (email != null) {
            everHeldBy(leads).forEach(it -> all.addAll(related(it)));
            try {
                return gaining(leads, List.of(relations.hash(EmailAddress.parse(email))), all);
            } catch (IllegalArgumentException e) {
                return new Keys(all, false, null);
            }
        }
        boolean alone = contact.containsKey(ContactChange.Field.email)
                || contact.containsKey(ContactChange.Field.phone)
                || contact.containsKey(ContactChange.Field.country);
        return new Keys(all, alone, null);
    }

    private static Keys gaining(Set<LeadId> leads, List<IdentityHash> identities, Set<Object> all) {
        identities.forEach(it -> all.addAll(related(it)));
        return new Keys(all, false, new Gaining(leads, Set.copyOf(identities)));
    }

    private Set<IdentityHash> everHeldBy(Set<LeadId> leads) {
        var identities = new HashSet<IdentityHash>();
        for (Gaining gaining : underWay) {
            if (gaining.leads.stream().anyMatch(leads::contains)) {
                identities.addAll(gaining.identities);
            }
        }
        leads.forEach(lead -> identities.addAll(relations.everHeldBy(lead)));
        return identities;
    }
}
