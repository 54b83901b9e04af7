package io.closedloop.lead.suppression;

import io.closedloop.lead.stream.Effect;

/** One suppression ends, if nothing has ended it before. */
public record Lift(SuppressionId suppressionId) implements Effect {}
