package io.closedloop.lead.log;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.suppression.Suppression;
import java.time.Instant;

/**
 * A suppression that a disqualification creates. It counts from the position of the entry's last event.
 *
 * @param reason the reason's code
 * @param disqualifiedBy who disqualified, so that somebody else has to lift or reinstate
 */
public record NewSuppression(Suppression suppression, String reason, KeyId disqualifiedBy, Instant occurredAt) {}
