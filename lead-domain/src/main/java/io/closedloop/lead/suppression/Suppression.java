package io.closedloop.lead.suppression;

import io.closedloop.lead.identity.IdentityHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An identity that must not be delivered again, as a disqualification creates it.
 *
 * @param base of an e-mail address: the hash that it shares with all its plus-variants, which are kept out with it;
 *     null where only this identity is
 * @param expiresAt when it ends by itself, by the database's clock; null when it does not
 */
public record Suppression(
        SuppressionId suppressionId,
        IdentityHash identity,
        @Nullable String base,
        @Nullable Instant expiresAt) {
    /** Of this identity only. */
    public Suppression(SuppressionId suppressionId, IdentityHash identity, @Nullable Instant expiresAt) {
        this(suppressionId, identity, null, expiresAt);
    }
}
