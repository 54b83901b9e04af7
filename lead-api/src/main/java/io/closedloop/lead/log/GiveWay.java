package io.closedloop.lead.log;

import io.closedloop.lead.stream.Effect;

/**
 * The append gives way where one other lead holds all that is held of what it claims ({@link AppendOutcome.GaveWay}),
 * instead of being refused. Where two leads hold it, it is refused.
 */
public record GiveWay() implements Effect {}
