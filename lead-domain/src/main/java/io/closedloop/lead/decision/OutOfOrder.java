package io.closedloop.lead.decision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Business time runs forward: the command would lie before what it follows, or in the future.
 *
 * @param notBefore the last change of what the command is for, where it is too early for that; null where it lies too
 *     far ahead
 */
public record OutOfOrder(Instant occurredAt, @Nullable Instant notBefore) implements Refusal {
    /** How far ahead of the server's clock an occurrence may lie. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Override
    public RefusalCode code() {
        return RefusalCode.OCCURRED_AT_OUT_OF_ORDER;
    }

    @Override
    public String detail() {
        return notBefore != null
                ? "occurredAt %s is before the last change, which was at %s".formatted(occurredAt, notBefore)
                : "occurredAt %s is more than %d minutes ahead of the server's clock"
                        .formatted(occurredAt, TOLERANCE.toMinutes());
    }
}
