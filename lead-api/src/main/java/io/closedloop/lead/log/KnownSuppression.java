package io.closedloop.lead.log;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A suppression as it stands.
 *
 * @param base the hash that the address shares with its plus-variants, which are kept out with it; null where only the
 *     identity is
 * @param leadId the disqualified lead that it comes from
 * @param reason the reason's code
 * @param disqualifiedBy who disqualified the lead
 * @param disqualifiedPosition the position of the disqualification
 * @param occurredAt when the lead was disqualified
 * @param expiresAt when it ends by itself; null when it does not
 * @param endedBy what ended it; null while nothing has, whether it has expired or not
 * @param endedPosition the position of the event that ended it; null while none has
 * @param blocked how many commands were refused for it
 * @param version the number of events in its own stream
 */
public record KnownSuppression(
        SuppressionId suppressionId,
        IdentityHash identity,
        @Nullable String base,
        LeadId leadId,
        String reason,
        KeyId disqualifiedBy,
        long disqualifiedPosition,
        Instant occurredAt,
        @Nullable Instant expiresAt,
        @Nullable SuppressionEnd endedBy,
        @Nullable Long endedPosition,
        long blocked,
        long version) {
    /** Whether it is about an identity, whatever became of it. */
    public boolean covers(IdentityHash asked) {
        return identity.equals(asked)
                || (base != null && base.equals(asked.sharedBase()))
                || (identity.hasFormerSpelling() && identity.equals(asked.formerly()));
    }

    /** Whether it stands against a delivery at the given instant: nothing has ended it and it has not expired. */
    public boolean activeAt(Instant instant) {
        return endedBy == null && (expiresAt == null || expiresAt.isAfter(instant));
    }
}
