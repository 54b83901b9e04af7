package io.closedloop.lead.suppression;

import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A manager allows an identity to be delivered again; the disqualified lead stays where it is. */
public record LiftSuppression(
        SuppressionId suppressionId,
        String justification,
        @Nullable Instant occurredAt,
        @Nullable String note) {
    public static final String NAME = "LiftSuppression";

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
