package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.HeldIdentities;
import io.closedloop.lead.log.Suppressions;
import io.closedloop.lead.suppression.SuppressionId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which leads and identities belong together according to what is stored. */
@Component
class StoredRelations implements LineKeys.Relations {
    private final HeldIdentities holders;
    private final Suppressions suppressions;
    private final IdentityHasher hasher;

    StoredRelations(HeldIdentities holders, Suppressions suppressions, IdentityHasher hasher) {
        this.holders = holders;
        this.suppressions = suppressions;
        this.hasher = hasher;
    }

    @Override
    public IdentityHash hash(ExternalRef ref) {
        return hasher.hash(Identities.of(ref));
    }

    @Override
    public IdentityHash hash(EmailAddress email) {
        return hasher.hash(email.identity());
    }

    @Override
    public List<IdentityHash> hashes(Contact contact, @Nullable ExternalRef ref) {
        try {
            return Identities.of(contact, ref, hasher);
        } catch (Identities.InvalidContactException e) {
            // It will be refused for that, so it claims nothing.
            return List.of();
        }
    }

    @Override
    public Set<IdentityHash> everHeldBy(LeadId lead) {
        return holders.heldBy(lead);
    }

    @Override
    public Set<LeadId> everHolding(IdentityHash identity) {
        return holders.everHeld(identity).stream()
                .map(HeldIdentities.Holding::leadId)
                .collect(Collectors.toSet());
    }

    @Override
    public Set<Object> about(SuppressionId suppression) {
        Set<Object> about = new HashSet<>(Set.of(suppression));
        suppressions.find(suppression).ifPresent(state -> {
            about.add(state.leadId());
            about.add(state.identity());
            if (state.base() != null) {
                about.add(new IdentityHash(state.identity().kind(), state.base()));
            }
        });
        return about;
    }
}
