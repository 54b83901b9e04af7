package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.lifecycle.Circumstances.HeldByOthers;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a disqualification suppresses. */
final class Suppressed {
    private Suppressed() {}

    /**
     * One suppression for everything that the reason suppresses, but for what another open lead holds now. It covers an
     * e-mail address with its plus-variants, unless another open lead holds one of those.
     */
    static List<Suppression> by(Occasion on, String reason, @Nullable Instant expiresAt) {
        Lead lead = on.lead();
        var suppressed = new TreeSet<IdentityHash>();
        switch (on.circumstances().playbook().suppresses(reason)) {
            case NOTHING -> {
                return List.of();
            }
            case IDENTITIES -> suppressed.addAll(lead.everHeld(on.hasher()));
            case IDENTITIES_AND_TELEPHONE -> {
                suppressed.addAll(lead.everHeld(on.hasher()));
                suppressed.addAll(lead.everyPhone(on.hasher()));
            }
        }
        HeldByOthers held = on.circumstances().claims().among(Set.copyOf(suppressed), lead.id());
        suppressed.removeAll(held.identities());
        return suppressed.stream()
                .map(identity -> new Suppression(
                        new SuppressionId(DerivedId.of(lead, "suppression " + identity.kind() + identity.hash())),
                        identity,
                        base(identity, held),
                        expiresAt))
                .toList();
    }

    private static @Nullable String base(IdentityHash identity, HeldByOthers held) {
        String base = identity.sharedBase();
        return base == null || held.bases().contains(base) ? null : base;
    }
}
