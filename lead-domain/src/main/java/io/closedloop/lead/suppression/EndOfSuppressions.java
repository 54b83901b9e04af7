package io.closedloop.lead.suppression;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.Effect;

/** All active suppressions that come from a lead end, because it is reinstated. */
public record EndOfSuppressions(LeadId leadId) implements Effect {}
