package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.Playbook;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a decision beside the command and the lead.
 *
 * @param actor who sends the command
 * @param now the server's clock
 * @param expectedVersion the version that the caller decided on (If-Match), or null
 */
public record Circumstances(
        Actor actor,
        Instant now,
        @Nullable Long expectedVersion,
        Playbook playbook,
        IdentityHasher hasher,
        ClaimsOfOthers claims) {
    /**
     * Which identities other open leads hold. Judged again when the decision is stored; if it was wrong, the command is
     * decided anew.
     */
    @FunctionalInterface
    public interface ClaimsOfOthers {
        /** What open leads other than {@code lead} hold of {@code identities}. */
        HeldByOthers among(Set<IdentityHash> identities, LeadId lead);
    }

    /**
     * What other open leads hold.
     *
     * @param identities those that were asked about and that another holds
     * @param bases those shared bases of what was asked about of which another holds an address
     */
    public record HeldByOthers(Set<IdentityHash> identities, Set<String> bases) {
        public static final HeldByOthers NOTHING = new HeldByOthers(Set.of(), Set.of());

        public HeldByOthers {
            identities = Set.copyOf(identities);
            bases = Set.copyOf(bases);
        }
    }
}
