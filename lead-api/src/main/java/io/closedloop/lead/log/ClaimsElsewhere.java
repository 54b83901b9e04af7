package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import java.util.Set;

/**
 * What a decision believed about the claims of other leads. When it is no longer so under the log head's lock, the
 * command has to be decided again.
 *
 * @param examined the identities that the decision looked at
 * @param claimed those among them that another open lead holds
 */
public record ClaimsElsewhere(Set<IdentityHash> examined, Set<IdentityHash> claimed) {
    /** @throws IllegalArgumentException when something is claimed that was not examined */
    public ClaimsElsewhere {
        examined = Set.copyOf(examined);
        claimed = Set.copyOf(claimed);
        if (!examined.containsAll(claimed)) {
            throw new IllegalArgumentException("only identities that were examined can be known as claimed elsewhere");
        }
    }
}
