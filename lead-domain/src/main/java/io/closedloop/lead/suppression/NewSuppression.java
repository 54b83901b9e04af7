package io.closedloop.lead.suppression;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;
import java.time.Instant;

/**
 * A suppression that a disqualification creates. It counts from the position of the change's last event.
 *
 * @param leadId the disqualified lead
 * @param reason the reason's code
 * @param disqualifiedBy who disqualified, so that somebody else has to lift or reinstate
 */
public record NewSuppression(
        LeadId leadId, Suppression suppression, String reason, KeyId disqualifiedBy, Instant occurredAt)
        implements Effect {}
