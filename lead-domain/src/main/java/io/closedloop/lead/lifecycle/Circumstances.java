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
 * What a decision depends on besides the command and the lead.
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
        /** Those of {@code identities} that an open lead other than {@code lead} holds. */
        Set<IdentityHash> among(Set<IdentityHash> identities, LeadId lead);
    }
}
