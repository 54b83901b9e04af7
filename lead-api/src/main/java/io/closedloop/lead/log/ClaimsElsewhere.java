package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision believed about the claims of other leads. If that no longer holds under the log head's lock, the
 * command has to be decided again.
 *
 * @param examined the identities that the decision looked at
 * @param claimed those among them that another open lead holds
 * @param examinedBases the bases that the decision looked at: the hashes that addresses share with their plus-variants
 * @param claimedBases those among them of which another open lead holds an address
 */
public record ClaimsElsewhere(
        Set<IdentityHash> examined, Set<IdentityHash> claimed, Set<String> examinedBases, Set<String> claimedBases) {
    /** @throws IllegalArgumentException when something is claimed that was not examined */
    public ClaimsElsewhere {
        examined = Set.copyOf(examined);
        claimed = Set.copyOf(claimed);
        examinedBases = Set.copyOf(examinedBases);
        claimedBases = Set.copyOf(claimedBases);
        if (!examined.containsAll(claimed) || !examinedBases.containsAll(claimedBases)) {
            throw new IllegalArgumentException("only identities that were examined can be known as claimed elsewhere");
        }
    }

    /** Of identities that have no variants. */
    public ClaimsElsewhere(Set<IdentityHash> examined, Set<IdentityHash> claimed) {
        this(examined, claimed, Set.of(), Set.of());
    }

    /**
     * A change that relies on it.
     *
     * @param leadId the lead that the others are other than; null: of nobody, any open lead is another one
     */
    public record Believed(
            ClaimsElsewhere elsewhere, @Nullable LeadId leadId) implements Effect {}

    /** That a change of the lead relies on it. */
    public Believed by(@Nullable LeadId leadId) {
        return new Believed(this, leadId);
    }
}
