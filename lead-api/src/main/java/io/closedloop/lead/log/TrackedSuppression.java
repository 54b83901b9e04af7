package io.closedloop.lead.log;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.NewSuppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A suppression as a transaction finds it or creates it, and what the transaction makes of it. */
final class TrackedSuppression {
    /** Oldest first; those of one disqualification by kind and hash. */
    static final Comparator<TrackedSuppression> OLDEST_FIRST = Comparator.comparingLong(
                    (TrackedSuppression it) -> it.disqualifiedPosition)
            .thenComparing(it -> it.identity);

    final SuppressionId id;
    final IdentityHash identity;
    final LeadId leadId;
    final String reason;
    final KeyId disqualifiedBy;
    final long disqualifiedPosition;
    final Instant occurredAt;
    final @Nullable Instant expiresAt;
    final boolean stored;

    private @Nullable String base;
    private @Nullable SuppressionEnd endedBy;
    private long endedPosition;
    private long blocked;
    private long version;
    private boolean changed;

    private TrackedSuppression(
            SuppressionId id,
            IdentityHash identity,
            LeadId leadId,
            String reason,
            KeyId disqualifiedBy,
            long disqualifiedPosition,
            Instant occurredAt,
            @Nullable Instant expiresAt,
            boolean stored) {
        this.id = id;
        this.identity = identity;
        this.leadId = leadId;
        this.reason = reason;
        this.disqualifiedBy = disqualifiedBy;
        this.disqualifiedPosition = disqualifiedPosition;
        this.occurredAt = occurredAt;
        this.expiresAt = expiresAt;
        this.stored = stored;
    }

    static TrackedSuppression created(NewSuppression from, long disqualifiedPosition) {
        var created = new TrackedSuppression(
                from.suppression().suppressionId(),
                from.suppression().identity(),
                from.leadId(),
                from.reason(),
                from.disqualifiedBy(),
                disqualifiedPosition,
                from.occurredAt(),
                from.suppression().expiresAt(),
                false);
        created.base = from.suppression().base();
        return created;
    }

    static TrackedSuppression found(KnownSuppression as) {
        var found = new TrackedSuppression(
                as.suppressionId(),
                as.identity(),
                as.leadId(),
                as.reason(),
                as.disqualifiedBy(),
                as.disqualifiedPosition(),
                as.occurredAt(),
                as.expiresAt(),
                true);
        found.base = as.base();
        found.endedBy = as.endedBy();
        found.endedPosition = as.endedPosition() == null ? 0 : as.endedPosition();
        found.blocked = as.blocked();
        found.version = as.version();
        return found;
    }

    boolean ended() {
        return endedBy != null;
    }

    boolean activeAt(Instant instant) {
        return !ended() && (expiresAt == null || expiresAt.isAfter(instant));
    }

    void end(SuppressionEnd by, long position) {
        endedBy = by;
        endedPosition = position;
        changed = true;
    }

    void widen(String toBase) {
        base = toBase;
        changed = true;
    }

    void countBlocked() {
        blocked++;
        changed = true;
    }

    void countEvent() {
        version++;
        changed = true;
    }

    @Nullable
    String base() {
        return base;
    }

    @Nullable
    SuppressionEnd endedBy() {
        return endedBy;
    }

    long endedPosition() {
        return endedPosition;
    }

    long blocked() {
        return blocked;
    }

    long version() {
        return version;
    }

    /** Whether its row has to be updated. */
    boolean changedInPlace() {
        return stored && changed;
    }

    /** @param against the identity that it keeps out */
    SuppressionHit hit(IdentityHash against) {
        return new SuppressionHit(id, leadId, against, reason, occurredAt, expiresAt);
    }
}
