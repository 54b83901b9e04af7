package io.closedloop.lead.suppression;

import io.closedloop.lead.identity.IdentityHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An identity that must not be delivered again, as a disqualification creates it.
 *
 * @param expiresAt when it ends by itself, by the database's clock; null when it does not
 */
public record Suppression(
        SuppressionId suppressionId,
        IdentityHash identity,
        @Nullable Instant expiresAt) {}
