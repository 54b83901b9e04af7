package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An active suppression of an identity that a command would have delivered.
 *
 * @param leadId the disqualified lead that it comes from
 * @param identity the command's identity that it stands against; the one that was suppressed, or a plus-variant of it
 * @param reason the reason's code
 * @param occurredAt when that lead was disqualified
 * @param expiresAt when it ends by itself; null when it does not
 */
public record SuppressionHit(
        SuppressionId suppressionId,
        LeadId leadId,
        IdentityHash identity,
        String reason,
        Instant occurredAt,
        @Nullable Instant expiresAt) {}
