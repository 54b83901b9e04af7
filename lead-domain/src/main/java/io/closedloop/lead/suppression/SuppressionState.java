package io.closedloop.lead.suppression;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.LeadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A suppression as it stands.
 *
 * @param suppression the identity and its expiry
 * @param leadId the lead whose disqualification created it
 * @param reason the disqualification's reason
 * @param disqualifiedBy the key that disqualified the lead
 * @param disqualifiedAt when that occurred
 * @param lifted the lifting, where there was one
 * @param endedByReinstatement whether the lead came back, which ends its suppressions
 * @param version the number of events in the suppression's own stream
 */
public record SuppressionState(
        Suppression suppression,
        LeadId leadId,
        String reason,
        KeyId disqualifiedBy,
        Instant disqualifiedAt,
        SuppressionEvent.@Nullable SuppressionLifted lifted,
        boolean endedByReinstatement,
        long version) {
    /** Whether it still keeps its identity out, by the clock {@code now}. */
    public boolean isActive(Instant now) {
        Instant expiresAt = suppression.expiresAt();
        return lifted == null && !endedByReinstatement && (expiresAt == null || expiresAt.isAfter(now));
    }
}
